#include <gtest/gtest.h>

#include "git/advertisement.h"
#include "git/answer.h"
#include "git/fetch_request.h"
#include "git/gunzip.h"
#include "git/object.h"
#include "git/pkt_line.h"

namespace entrepot::git {
namespace {

const ObjectId kOne = object_id(ObjectKind::blob, "one");
const ObjectId kTwo = object_id(ObjectKind::blob, "two");
const ObjectId kThree = object_id(ObjectKind::blob, "three");

/// Lines as pkt-lines; "" is a flush and "|" a delimiter.
std::string wire(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (line.empty()) {
      append_flush(out);
    } else if (line == "|") {
      append_delimiter(out);
    } else {
      append_pkt(out, line + "\n");
    }
  }
  return out;
}

/// The reverse, for what the server says.
std::vector<std::string> lines_of(std::string_view bytes) {
  std::vector<std::string> lines;
  PktReader reader(bytes);
  while (!reader.at_end()) {
    const auto pkt = reader.next();
    if (!pkt) return {"broken: " + pkt.error().message};
    lines.emplace_back(pkt->kind == PktKind::flush ? "" : pkt->kind == PktKind::delimiter ? "|" : pkt->payload);
  }
  return lines;
}
using Lines = std::vector<std::string>;

TEST(PktLine, KeepsWhatWasWrittenAndDropsOneLineFeed) {
  std::string bytes;
  append_pkt(bytes, "want\n");
  append_pkt(bytes, "");
  append_flush(bytes);
  append_delimiter(bytes);
  append_pkt(bytes, std::string(kMostPayload, 'x'));
  EXPECT_TRUE(
      bytes.starts_with("0009want\n0004"
                        "00000001fff0"));
  EXPECT_EQ(lines_of(bytes), (Lines{"want", "", "", "|", std::string(kMostPayload, 'x')}));
}

TEST(PktLine, RefusesLengthsThatLie) {
  for (const char* bytes :
       {"0", "000", "zzzz", "0002", "0003", "0005", "00", "fff1", "ffff", "0009want", "-001", "+004"}) {
    PktReader reader(bytes);
    const auto pkt = reader.next();
    ASSERT_FALSE(pkt.has_value()) << bytes;
    EXPECT_EQ(pkt.error().code, ErrorCode::bad_request) << bytes;
  }
}

TEST(Protocol, IsTheHighestVersionThatBothKnow) {
  EXPECT_EQ(protocol_version(""), ProtocolVersion::v0);
  EXPECT_EQ(protocol_version("version=1"), ProtocolVersion::v1);
  EXPECT_EQ(protocol_version("version=2"), ProtocolVersion::v2);
  EXPECT_EQ(protocol_version("version=1:version=2"), ProtocolVersion::v2);
  EXPECT_EQ(protocol_version("version=2:version=1"), ProtocolVersion::v2);
  EXPECT_EQ(protocol_version("version=3"), ProtocolVersion::v0);
  EXPECT_EQ(protocol_version("something:version=2"), ProtocolVersion::v2);
}

TEST(Advertisement, OfVersion0IsServiceRefsAndCapabilities) {
  const auto lines = lines_of(advertised_refs(ProtocolVersion::v0, kOne, "entrepot/1"));
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0], "# service=git-upload-pack");
  EXPECT_EQ(lines[1], "");
  EXPECT_TRUE(lines[2].starts_with(kOne.hex() + " HEAD"));
  EXPECT_EQ(lines[2][kOne.hex().size() + 5], '\0');
  for (const char* word : {"multi_ack_detailed", "side-band-64k", "ofs-delta", "shallow", "agent=entrepot/1",
                           "symref=HEAD:refs/heads/main", "object-format=sha1"}) {
    EXPECT_NE(lines[2].find(word), std::string::npos) << word;
  }
  EXPECT_EQ(lines[3], kOne.hex() + " refs/heads/main");
  EXPECT_EQ(lines[4], "");
}

TEST(Advertisement, OfVersion1IsThatWithItsNumber) {
  const auto lines = lines_of(advertised_refs(ProtocolVersion::v1, kOne, "entrepot/1"));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[2], "version 1");
}

TEST(Advertisement, OfVersion2NamesNoRefs) {
  EXPECT_EQ(lines_of(advertised_capabilities("entrepot/1")),
            (Lines{"version 2", "agent=entrepot/1", "ls-refs=unborn", "fetch=shallow", "object-format=sha1", ""}));
}

TEST(ListRefs, NamesWhatThePrefixesAskFor) {
  const std::string head = kOne.hex() + " HEAD";
  const std::string branch = kOne.hex() + " refs/heads/main";
  EXPECT_EQ(lines_of(list_refs({}, kOne)), (Lines{head, branch, ""}));
  EXPECT_EQ(lines_of(list_refs({.prefixes = {"HEAD"}, .symrefs = true}, kOne)),
            (Lines{head + " symref-target:refs/heads/main", ""}));
  EXPECT_EQ(lines_of(list_refs({.prefixes = {"refs/heads/"}}, kOne)), (Lines{branch, ""}));
  EXPECT_EQ(lines_of(list_refs({.prefixes = {"refs/tags/"}}, kOne)), (Lines{""}));
}

TEST(FetchV0, ReadsACloneOfLibgit2) {
  const auto request = parse_fetch_v0(
      wire({"want " + kOne.hex() + " multi_ack_detailed side-band-64k include-tag thin-pack ofs-delta ", "", "done"}));
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->wants, std::vector<ObjectId>{kOne});
  EXPECT_TRUE(request->haves.empty());
  EXPECT_TRUE(request->done);
  EXPECT_TRUE(request->side_band);
  EXPECT_EQ(request->acks, AckMode::detailed);
}

TEST(FetchV0, ReadsAnUpdateWithManyRoundsOfHaves) {
  const auto request = parse_fetch_v0(wire({"want " + kOne.hex() + " multi_ack", "want " + kOne.hex(), "",
                                            "have " + kTwo.hex(), "", "have " + kThree.hex(), "done"}));
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->wants.size(), 2U);
  EXPECT_EQ(request->haves, (std::vector<ObjectId>{kTwo, kThree}));
  EXPECT_FALSE(request->side_band);
  EXPECT_EQ(request->acks, AckMode::multi);
}

TEST(FetchV0, KnowsAQuestionAboutDepthAlone) {
  const auto request = parse_fetch_v0(wire({"want " + kOne.hex() + " shallow", "deepen 1", ""}));
  ASSERT_TRUE(request.has_value());
  EXPECT_TRUE(request->deepens);
  EXPECT_FALSE(request->negotiates);
  EXPECT_EQ(lines_of(preamble_v0(*request, {}).bytes), (Lines{""}));
  EXPECT_FALSE(preamble_v0(*request, {}).pack_follows);
}

TEST(FetchV0, RefusesWhatIsNoRequest) {
  const std::string want = "want " + kOne.hex();
  for (const std::string& body :
       {std::string("x"), wire({want}), wire({"want 1234", ""}), wire({"have " + kOne.hex(), ""}), wire({want, "|"}),
        wire({want, "", "want " + kTwo.hex()}), wire({want, "", "have x"}), wire({"want  " + kOne.hex(), ""}),
        wire({want, ""}) + "00", wire({"want", ""})}) {
    const auto request = parse_fetch_v0(body);
    ASSERT_FALSE(request.has_value()) << body;
    EXPECT_EQ(request.error().code, ErrorCode::bad_request);
  }
}

TEST(FetchV0, BoundsWhatItReads) {
  std::string wants;
  for (std::size_t count = 0; count <= kMostWants; ++count) wants += wire({"want " + kOne.hex()});
  EXPECT_FALSE(parse_fetch_v0(wants + wire({"", "done"})).has_value());
  std::string haves = wire({"want " + kOne.hex(), ""});
  for (std::size_t count = 0; count <= kMostHaves; ++count) haves += wire({"have " + kTwo.hex()});
  EXPECT_FALSE(parse_fetch_v0(haves + wire({"done"})).has_value());
}

TEST(AnswerV0, SaysNakToAClone) {
  const FetchRequest request{.wants = {kOne}, .done = true};
  const Preamble preamble = preamble_v0(request, {});
  EXPECT_EQ(preamble.bytes, "0008NAK\n");
  EXPECT_TRUE(preamble.pack_follows);
}

TEST(AnswerV0, AcknowledgesInTheClientsOwnWay) {
  const std::string ack = "ACK " + kTwo.hex();
  FetchRequest request{.wants = {kOne}, .haves = {kTwo}};
  EXPECT_EQ(lines_of(preamble_v0(request, {kTwo}).bytes), (Lines{ack + " common", ack + " ready", "NAK"}));
  request.done = true;
  EXPECT_EQ(lines_of(preamble_v0(request, {kTwo}).bytes), (Lines{ack + " common", ack}));
  request.acks = AckMode::multi;
  EXPECT_EQ(lines_of(preamble_v0(request, {kTwo}).bytes), (Lines{ack + " continue", ack}));
  request.acks = AckMode::single;
  EXPECT_EQ(lines_of(preamble_v0(request, {kTwo}).bytes), (Lines{ack}));
  request.done = false;
  EXPECT_EQ(lines_of(preamble_v0(request, {kTwo}).bytes), (Lines{ack}));
  EXPECT_EQ(lines_of(preamble_v0(request, {}).bytes), (Lines{"NAK"}));
  EXPECT_FALSE(preamble_v0(request, {}).pack_follows);
}

TEST(AnswerV0, ToADepthPutsAnEmptyListInFront) {
  const FetchRequest request{.wants = {kOne}, .deepens = true, .done = true};
  EXPECT_EQ(lines_of(preamble_v0(request, {}).bytes), (Lines{"", "NAK"}));
}

TEST(CommandV2, ReadsWhatGitSends) {
  const auto list = parse_command(wire({"command=ls-refs", "agent=git/2.39.5", "object-format=sha1", "|", "peel",
                                        "symrefs", "unborn", "ref-prefix HEAD", "ref-prefix refs/heads/", ""}));
  ASSERT_TRUE(list.has_value()) << list.error().message;
  const auto* request = std::get_if<ListRequest>(&*list);
  ASSERT_NE(request, nullptr);
  EXPECT_TRUE(request->symrefs);
  EXPECT_EQ(request->prefixes, (std::vector<std::string>{"HEAD", "refs/heads/"}));

  const auto fetch = parse_command(
      wire({"command=fetch", "agent=git/2.39.5", "object-format=sha1", "|", "thin-pack", "no-progress", "include-tag",
            "ofs-delta", "deepen 1", "want " + kOne.hex(), "have " + kTwo.hex(), "done", ""}));
  ASSERT_TRUE(fetch.has_value());
  const auto* wanted = std::get_if<FetchRequest>(&*fetch);
  ASSERT_NE(wanted, nullptr);
  EXPECT_EQ(wanted->wants, std::vector<ObjectId>{kOne});
  EXPECT_EQ(wanted->haves, std::vector<ObjectId>{kTwo});
  EXPECT_TRUE(wanted->done);
  EXPECT_TRUE(wanted->deepens);
  EXPECT_TRUE(wanted->side_band);
}

TEST(CommandV2, RefusesWhatIsNoCommand) {
  for (const std::string& body :
       {std::string(), wire({"command=push", ""}), wire({"command=fetch"}), wire({"|"}),
        wire({"command=fetch", "|", "|", ""}), wire({"command=fetch", "|", "want x", ""}),
        wire({"command=fetch", "object-format=sha256", "|", ""}), wire({"command=fetch", "|", "filter blob:none", ""}),
        wire({"command=ls-refs", "", "command=fetch", ""})}) {
    const auto command = parse_command(body);
    ASSERT_FALSE(command.has_value()) << body;
    EXPECT_EQ(command.error().code, ErrorCode::bad_request);
  }
  EXPECT_TRUE(std::holds_alternative<std::monostate>(parse_command("0000").value()));
}

TEST(AnswerV2, GoesStraightToThePackOrSaysWhatIsInCommon) {
  FetchRequest request{.wants = {kOne}, .done = true};
  EXPECT_EQ(lines_of(preamble_v2(request, {}).bytes), (Lines{"packfile"}));
  request = {.wants = {kOne}, .haves = {kTwo, kThree}};
  EXPECT_EQ(lines_of(preamble_v2(request, {}).bytes), (Lines{"acknowledgments", "NAK", ""}));
  EXPECT_FALSE(preamble_v2(request, {}).pack_follows);
  EXPECT_EQ(lines_of(preamble_v2(request, {kTwo}).bytes),
            (Lines{"acknowledgments", "ACK " + kTwo.hex(), "ready", "|", "packfile"}));
  EXPECT_TRUE(preamble_v2(request, {kTwo}).pack_follows);
}

TEST(Gunzip, UnpacksAWholeBodyWithinItsLimit) {
  // printf 'hello\n' | gzip -n
  const std::string packed(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x20\x30\x3a\x36\x06\x00\x00\x00", 26);
  EXPECT_EQ(gunzip(packed, 6).value(), "hello\n");
  EXPECT_EQ(gunzip(packed, 5).error().code, ErrorCode::too_large);
  for (std::size_t cut = 0; cut < packed.size(); ++cut) {
    ASSERT_FALSE(gunzip(packed.substr(0, cut), 100).has_value()) << cut;
  }
  EXPECT_EQ(gunzip(packed + "x", 100).error().code, ErrorCode::bad_request);
  EXPECT_EQ(gunzip("plain", 100).error().code, ErrorCode::bad_request);
}

}  // namespace
}  // namespace entrepot::git
