#include "git/advertisement.h"

#include <algorithm>

#include "git/pkt_line.h"

namespace entrepot::git {
namespace {

std::string with_line_feed(std::string text) {
  text += '\n';
  return text;
}

/// Nothing that needs an answer of its own stands here but multi_ack_detailed, without which gitoxide refuses version
/// 0, and shallow, without which git refuses --depth. thin-pack is not a promise of ours to keep: no delta is sent.
std::string capabilities_v0(std::string_view agent) {
  std::string text = "multi_ack_detailed side-band-64k ofs-delta shallow no-progress include-tag symref=HEAD:";
  return text.append(kBranch).append(" object-format=sha1 agent=").append(agent);
}

/// How the smart HTTP of versions 0 and 1 begins.
void append_service(std::string& out) {
  append_pkt(out, "# service=git-upload-pack\n");
  append_flush(out);
}

bool is_listed(const ListRequest& request, std::string_view ref) {
  return request.prefixes.empty() ||
         std::ranges::any_of(request.prefixes, [ref](const std::string& prefix) { return ref.starts_with(prefix); });
}

}  // namespace

std::string refused_refs(std::string_view sentence) {
  std::string out;
  append_service(out);
  append_error(out, sentence);
  return out;
}

std::string advertised_refs(ProtocolVersion version, const ObjectId& tip, std::string_view agent) {
  std::string out;
  append_service(out);
  if (version == ProtocolVersion::v1) append_pkt(out, "version 1\n");
  std::string head = tip.hex() + " HEAD";
  head.push_back('\0');
  append_pkt(out, with_line_feed(head.append(capabilities_v0(agent))));
  append_pkt(out, with_line_feed((tip.hex() + ' ').append(kBranch)));
  append_flush(out);
  return out;
}

std::string advertised_capabilities(std::string_view agent) {
  std::string out;
  append_pkt(out, "version 2\n");
  append_pkt(out, with_line_feed(std::string("agent=").append(agent)));
  append_pkt(out, "ls-refs=unborn\n");
  append_pkt(out, "fetch=shallow\n");
  append_pkt(out, "object-format=sha1\n");
  append_flush(out);
  return out;
}

std::string list_refs(const ListRequest& request, const ObjectId& tip) {
  std::string out;
  if (is_listed(request, "HEAD")) {
    std::string line = tip.hex() + " HEAD";
    if (request.symrefs) line.append(" symref-target:").append(kBranch);
    append_pkt(out, with_line_feed(std::move(line)));
  }
  if (is_listed(request, kBranch)) append_pkt(out, with_line_feed((tip.hex() + ' ').append(kBranch)));
  append_flush(out);
  return out;
}

}  // namespace entrepot::git
