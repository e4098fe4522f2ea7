#include "git/fetch_request.h"

#include <algorithm>
#include <optional>

#include "base/try.h"
#include "git/pkt_line.h"

namespace entrepot::git {
namespace {

std::unexpected<Error> malformed(std::string sentence) {
  return fail(ErrorCode::bad_request, std::move(sentence));
}

/// The next word of a line of words.
std::string_view take_word(std::string_view& line, char separator = ' ') {
  const std::size_t end = std::min(line.find(separator), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

Result<void> add_id(std::vector<ObjectId>& ids, std::string_view hex, std::size_t most) {
  const auto id = ObjectId::parse(hex);
  if (!id) return malformed("an object id is not 40 hexadecimal digits");
  if (ids.size() == most) return malformed("the request names too many objects");
  ids.push_back(*id);
  return {};
}

/// What may stand beside the wants in both versions; false for anything else.
bool is_about_depth(std::string_view word) {
  return word == "deepen" || word == "deepen-since" || word == "deepen-not" || word == "deepen-relative";
}

void read_capabilities(FetchRequest& request, std::string_view capabilities) {
  request.side_band = false;
  request.acks = AckMode::single;
  while (!capabilities.empty()) {
    const std::string_view word = take_word(capabilities);
    if (word == "side-band-64k") request.side_band = true;
    if (word == "multi_ack_detailed") request.acks = AckMode::detailed;
    if (word == "multi_ack" && request.acks == AckMode::single) request.acks = AckMode::multi;
  }
}

/// The lines up to the first flush: what is wanted, and how deep. True when there was a flush.
Result<bool> read_wants(PktReader& reader, FetchRequest& request) {
  while (!reader.at_end()) {
    TRY_ASSIGN(const Pkt pkt, reader.next());
    if (pkt.kind == PktKind::flush) return true;
    if (pkt.kind == PktKind::delimiter) return malformed("version 0 knows no delimiter");
    std::string_view line = pkt.payload;
    const std::string_view word = take_word(line);
    if (word == "want") {
      const bool is_first = request.wants.empty();
      TRY(add_id(request.wants, take_word(line), kMostWants));
      if (is_first) read_capabilities(request, line);
    } else if (is_about_depth(word)) {
      request.deepens = true;
    } else if (word != "shallow") {
      return malformed("the request holds something else where its wants should stand");
    }
  }
  return false;
}

Result<void> read_haves(PktReader& reader, FetchRequest& request) {
  while (!reader.at_end()) {
    TRY_ASSIGN(const Pkt pkt, reader.next());
    if (pkt.kind == PktKind::delimiter) return malformed("version 0 knows no delimiter");
    if (pkt.kind == PktKind::flush) continue;
    std::string_view line = pkt.payload;
    const std::string_view word = take_word(line);
    if (word == "done") {
      request.done = true;
      return {};
    }
    if (word != "have") return malformed("the request holds something else where its haves should stand");
    TRY(add_id(request.haves, take_word(line), kMostHaves));
  }
  return {};
}

// Version 2: a command, its capabilities, and behind a delimiter its arguments.

Result<void> read_argument(ListRequest& request, std::string_view line) {
  const std::string_view word = take_word(line);
  if (word == "symrefs") request.symrefs = true;
  if (word != "ref-prefix") return {};  // peel and unborn change nothing: there are no tags, and HEAD is always there
  if (request.prefixes.size() == kMostPrefixes) return malformed("the request names too many prefixes");
  request.prefixes.emplace_back(line);
  return {};
}

Result<void> read_argument(FetchRequest& request, std::string_view line) {
  const std::string_view word = take_word(line);
  if (word == "want") return add_id(request.wants, line, kMostWants);
  if (word == "have") return add_id(request.haves, line, kMostHaves);
  if (word == "done") request.done = true;
  if (is_about_depth(word)) request.deepens = true;
  if (word == "filter" || word == "want-ref" || word == "packfile-uris" || word == "sideband-all") {
    return malformed("the request asks for '" + std::string(word) + "', which this server does not offer");
  }
  return {};
}

template <typename Request>
Result<Command> read_arguments(PktReader& reader) {
  Request request;
  bool in_arguments = false;
  while (!reader.at_end()) {
    TRY_ASSIGN(const Pkt pkt, reader.next());
    if (pkt.kind == PktKind::flush) {
      if (!reader.at_end()) return malformed("the request holds more than one command");
      return Command(std::move(request));
    }
    if (pkt.kind == PktKind::delimiter) {
      if (in_arguments) return malformed("the request holds a delimiter too many");
      in_arguments = true;
    } else if (in_arguments) {
      TRY(read_argument(request, pkt.payload));
    } else if (pkt.payload.starts_with("object-format=") && pkt.payload != "object-format=sha1") {
      return malformed("this server has SHA-1 objects only");
    }
  }
  return malformed("the request ends without a flush");
}

}  // namespace

ProtocolVersion protocol_version(std::string_view git_protocol) {
  ProtocolVersion best = ProtocolVersion::v0;
  while (!git_protocol.empty()) {
    const std::string_view word = take_word(git_protocol, ':');
    if (word == "version=2") best = ProtocolVersion::v2;
    if (word == "version=1" && best == ProtocolVersion::v0) best = ProtocolVersion::v1;
  }
  return best;
}

Result<FetchRequest> parse_fetch_v0(std::string_view body) {
  PktReader reader(body);
  FetchRequest request;
  TRY_ASSIGN(const bool flushed, read_wants(reader, request));
  if (!flushed) return malformed("the request ends without a flush");
  request.negotiates = !reader.at_end();
  TRY(read_haves(reader, request));
  return request;
}

Result<Command> parse_command(std::string_view body) {
  PktReader reader(body);
  TRY_ASSIGN(const Pkt first, reader.next());
  if (first.kind == PktKind::flush) return Command();
  if (first.kind == PktKind::data && first.payload == "command=ls-refs") return read_arguments<ListRequest>(reader);
  if (first.kind == PktKind::data && first.payload == "command=fetch") return read_arguments<FetchRequest>(reader);
  return malformed("the request does not begin with a command that this server knows");
}

}  // namespace entrepot::git
