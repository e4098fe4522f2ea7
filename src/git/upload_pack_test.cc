#include "git/upload_pack.h"

#include <gtest/gtest.h>

#include <set>

#include "base/encoding.h"
#include "git/git_fixture_test.h"
#include "git/pack_reader_test.h"
#include "git/pkt_line.h"
#include "git/snapshot.h"
#include "http/body_source.h"

namespace entrepot::git {
namespace {

using registry::RepositoryPointer;
using registry::Yank;

std::string body_of(const Result<http::Response>& response) {
  EXPECT_TRUE(response.has_value()) << response.error().message << response.error().detail;
  http::BodySource source(response->body);
  std::string bytes;
  EXPECT_TRUE(source.append_to(bytes, static_cast<std::size_t>(source.left())));
  return bytes;
}

/// A client of version 2, as its server sees it.
class UploadPackTest : public GitFixture {
 public:
  UploadPackTest() { restart(); }
  ~UploadPackTest() override { upload_pack_->stop(); }

 protected:
  /// Nothing is remembered but what the database holds.
  void restart() {
    if (upload_pack_) upload_pack_->stop();
    upload_pack_ = std::make_unique<UploadPack>(*registry_, PackStoreOptions{.folder = folder_}, "entrepot/test");
  }
  static Reader reader(const RepositoryPointer& house, std::string config = "{\"dl\":\"a\"}") {
    return {.repository_id = house->id, .config_json = std::move(config)};
  }
  ObjectId tip(const Reader& who) {
    catch_up();
    const std::string body = body_of(await(upload_pack_->advertise(who, ProtocolVersion::v0)));
    const std::size_t head = body.find(" HEAD");
    const auto id = ObjectId::parse(std::string_view(body).substr(head - ObjectId::kHexSize, ObjectId::kHexSize));
    EXPECT_TRUE(id.has_value()) << body;
    return *id;
  }
  std::string ask(const Reader& who, const std::vector<std::string>& arguments) {
    std::string body;
    append_pkt(body, "command=fetch\n");
    append_delimiter(body);
    for (const std::string& argument : arguments) append_pkt(body, argument + "\n");
    append_flush(body);
    return body_of(await(upload_pack_->answer(who, ProtocolVersion::v2, body)));
  }
  ReadPack fetch(const Reader& who, const ObjectId& want, const std::vector<ObjectId>& haves = {}) {
    std::vector<std::string> arguments{"want " + want.hex()};
    for (const ObjectId& have : haves) arguments.push_back("have " + have.hex());
    arguments.emplace_back("done");
    const std::string body = ask(who, arguments);
    constexpr std::string_view kHead = "000dpackfile\n";
    EXPECT_TRUE(body.starts_with(kHead)) << body.substr(0, 200);
    if (!body.starts_with(kHead)) return {};
    return read_pack(without_side_band(std::string_view(body).substr(kHead.size())));
  }
  void must_publish(const RepositoryPointer& house, const std::string& name, const std::string& version) {
    ASSERT_TRUE(publish_crate(house, admin_, name, version).has_value());
  }

  /// Every object that a commit reaches, through what the client has got.
  static void walk(const ReadPack& have, const std::string& id, std::set<std::string>& seen,
                   std::map<std::string, std::string>& files, const std::string& path = "") {
    ASSERT_TRUE(have.objects.contains(id)) << "missing " << id << " at " << path;
    seen.insert(id);
    const auto& [kind, content] = have.objects.at(id);
    if (kind == ObjectKind::commit) return walk(have, content.substr(5, 40), seen, files);
    if (kind == ObjectKind::blob) {
      files[path] = content;
      return;
    }
    for (std::size_t at = 0; at < content.size();) {
      const std::size_t space = content.find(' ', at);
      const std::size_t end = content.find('\0', space);
      const std::string name = content.substr(space + 1, end - space - 1);
      const std::string entry = encode_hex(as_bytes(std::string_view(content).substr(end + 1, 20)));
      walk(have, entry, seen, files, path.empty() ? name : path + '/' + name);
      at = end + 21;
    }
  }
  struct Checkout {
    std::set<std::string> objects;
    std::map<std::string, std::string> files;
  };
  static Checkout check_out(const ReadPack& have, const ObjectId& commit) {
    Checkout out;
    walk(have, commit.hex(), out.objects, out.files);
    return out;
  }
  static ReadPack merged(const ReadPack& old, const ReadPack& more) {
    ReadPack both = old;
    both.objects.insert(more.objects.begin(), more.objects.end());
    return both;
  }

  std::unique_ptr<UploadPack> upload_pack_;
};

TEST_F(UploadPackTest, serves_an_empty_repository_as_a_commit_with_its_config) {
  const auto house = make_repository("warehouse");
  const ReadPack pack = fetch(reader(house), tip(reader(house)));
  EXPECT_EQ(pack.objects.size(), 3U);
  const Checkout out = check_out(pack, tip(reader(house)));
  EXPECT_EQ(out.files, (std::map<std::string, std::string>{{"config.json", "{\"dl\":\"a\"}"}}));
}

TEST_F(UploadPackTest, sends_a_clone_all_files_and_nothing_else) {
  const auto house = make_repository("warehouse");
  for (const char* name : {"a", "ab", "abc", "config", "co", "serde", "Serde_JSON"}) must_publish(house, name, "1.0.0");
  must_publish(house, "serde", "1.1.0");
  const ObjectId commit = tip(reader(house));
  const ReadPack pack = fetch(reader(house), commit);
  const Checkout out = check_out(pack, commit);
  EXPECT_EQ(out.objects.size(), pack.objects.size());
  EXPECT_EQ(out.files.size(), 8U);
  EXPECT_EQ(out.files.at("se/rd/serde"), entry(house, "serde")->body);
  EXPECT_EQ(out.files.at("se/rd/serde_json"), entry(house, "serde_json")->body);
  EXPECT_EQ(out.files.at("co/nf/config"), entry(house, "config")->body);
  EXPECT_EQ(out.files.at("1/a"), entry(house, "a")->body);
}

TEST_F(UploadPackTest, sends_an_update_what_changed_and_nothing_else) {
  const auto house = make_repository("warehouse");
  for (const char* name : {"a", "serde", "serde_json", "tokio"}) must_publish(house, name, "1.0.0");
  const ObjectId before = tip(reader(house));
  const ReadPack clone = fetch(reader(house), before);
  must_publish(house, "serde", "1.1.0");
  const ObjectId after = tip(reader(house));
  const ReadPack update = fetch(reader(house), after, {before});
  EXPECT_EQ(update.count(ObjectKind::blob), 1U);
  EXPECT_EQ(update.count(ObjectKind::tree), 3U);
  EXPECT_EQ(update.count(ObjectKind::commit), 1U);
  const Checkout out = check_out(merged(clone, update), after);
  EXPECT_EQ(out.files.at("se/rd/serde"), entry(house, "serde")->body);
  EXPECT_EQ(out.files.size(), 5U);
}

TEST_F(UploadPackTest, knows_every_state_it_remembers_after_a_restart_too) {
  const auto house = make_repository("warehouse");
  std::vector<ObjectId> commits;
  ReadPack first;
  for (int patch = 0; patch < 8; ++patch) {
    commits.push_back(tip(reader(house)));
    if (patch == 0) first = fetch(reader(house), commits.front());
    must_publish(house, patch % 3 == 0 ? "serde" : "sea", "1.0." + std::to_string(patch));
    clock_.advance(Seconds(1));
  }
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "serde", "1.0.0", Yank::yank})).has_value());
  const ObjectId last = tip(reader(house));
  restart();
  const ReadPack update = fetch(reader(house), last, {commits.front()});
  EXPECT_EQ(check_out(merged(first, update), last).files.size(), 3U);
  for (const ObjectId& old : commits) {
    const ReadPack between = fetch(reader(house), old, {commits.front()});
    check_out(merged(first, between), old);  // a state that another has overtaken can still be had whole
  }
}

TEST_F(UploadPackTest, sends_everything_to_a_client_whose_state_it_does_not_know) {
  const auto house = make_repository("warehouse");
  must_publish(house, "serde", "1.0.0");
  const ObjectId commit = tip(reader(house));
  const ObjectId unknown = object_id(ObjectKind::commit, "elsewhere");
  EXPECT_EQ(fetch(reader(house), commit, {unknown}).objects.size(), 6U);
  const std::string answer = ask(reader(house), {"want " + commit.hex(), "have " + unknown.hex()});
  EXPECT_NE(answer.find("NAK\n"), std::string::npos);
}

TEST_F(UploadPackTest, gives_each_reader_objects_of_their_own_around_the_same_trees) {
  const auto house = make_repository("warehouse");
  for (const char* name : {"serde", "tokio"}) must_publish(house, name, "1.0.0");
  const Reader one = reader(house, "{\"dl\":\"token-one\"}");
  const Reader two = reader(house, "{\"dl\":\"token-two\"}");
  const ReadPack of_one = fetch(one, tip(one));
  const ReadPack of_two = fetch(two, tip(two));
  std::size_t shared = 0;
  for (const auto& [id, object] : of_one.objects) shared += of_two.objects.contains(id) ? 1 : 0;
  EXPECT_EQ(of_one.objects.size(), shared + 3);
  EXPECT_EQ(of_two.objects.size(), shared + 3);
  EXPECT_EQ(check_out(of_two, tip(two)).files.at("config.json"), two.config_json);
  EXPECT_EQ(upload_pack_->numbers().packs.built, 1U);
}

TEST_F(UploadPackTest, refuses_what_only_others_may_see) {
  const auto house = make_repository("warehouse");
  const auto other = make_repository("elsewhere");
  must_publish(house, "serde", "1.0.0");
  must_publish(other, "tokio", "1.0.0");
  const Reader one = reader(house, "{\"dl\":\"token-one\"}");
  const Reader two = reader(house, "{\"dl\":\"token-two\"}");
  const ReadPack of_one = fetch(one, tip(one));
  const ObjectId foreign = tip(reader(other));
  const auto is_refused = [&](const Reader& who, const ObjectId& want) {
    const std::string answer = ask(who, {"want " + want.hex(), "done"});
    EXPECT_TRUE(answer.substr(4).starts_with("ERR upload-pack: not our ref " + want.hex())) << answer.substr(0, 100);
  };
  is_refused(two, tip(one));
  is_refused(one, foreign);
  is_refused(one, object_id(ObjectKind::commit, "nothing"));
  for (const auto& [id, object] : of_one.objects) {
    if (object.first != ObjectKind::commit) is_refused(one, *ObjectId::parse(id));
  }
  // Nor does naming another's state as one's own save anything, or tell that it is there.
  EXPECT_EQ(fetch(two, tip(two), {tip(one)}).objects.size(), of_one.objects.size());
}

TEST_F(UploadPackTest, answers_broken_requests_with_a_line_that_clients_show) {
  const auto house = make_repository("warehouse");
  const Reader who = reader(house);
  tip(who);
  for (const ProtocolVersion version : {ProtocolVersion::v0, ProtocolVersion::v1, ProtocolVersion::v2}) {
    for (const char* body : {"", "x", "0003", "ffff", "0009want"}) {
      const auto response = await(upload_pack_->answer(who, version, body));
      ASSERT_TRUE(response.has_value());
      EXPECT_EQ(response->status, 200);
      EXPECT_TRUE(body_of(response).substr(4).starts_with("ERR ")) << body;
    }
  }
  std::string body;
  append_pkt(body, "want " + tip(who).hex() + " ofs-delta\n");
  append_flush(body);
  append_pkt(body, "done\n");
  EXPECT_NE(body_of(await(upload_pack_->answer(who, ProtocolVersion::v0, body))).find("side-band-64k"),
            std::string::npos);
}

TEST_F(UploadPackTest, streams_a_large_clone_from_a_file) {
  const auto house = make_repository("warehouse");
  for (int crate = 0; crate < 12; ++crate) {
    std::string name = "crate-" + std::to_string(crate);
    for (int patch = 0; patch < 3; ++patch) must_publish(house, name, "1.0." + std::to_string(patch));
  }
  const ObjectId commit = tip(reader(house));
  const PackKey key{house->id, 0,
                    read([&](store::Transaction& t) { return newest_state(t, house->id); }).value()->sequence};
  const auto pack = build_pack(registry_->database(), key, folder_);
  ASSERT_TRUE(pack.has_value());
  EXPECT_EQ(pack->copied, 0U);
  EXPECT_EQ(check_out(fetch(reader(house), commit), commit).files.size(), 13U);
}

TEST_F(UploadPackTest, copies_into_the_pack_of_a_state_what_the_former_has) {
  const auto house = make_repository("warehouse");
  for (const char* name : {"a", "abc", "serde", "serve", "tokio", "tower"}) must_publish(house, name, "1.0.0");
  const auto key_of_newest = [&] {
    catch_up();
    return PackKey{house->id, 0,
                   read([&](store::Transaction& t) { return newest_state(t, house->id); }).value()->sequence};
  };
  const auto objects_of = [&](const PackContents& contents, const PackKey& key) {
    const auto root = read([&](store::Transaction& t) { return entries_at(t, house->id, "", key.sequence); }).value();
    const View view = make_view(*make_snapshot({.sequence = key.sequence}, root), "{}");
    return read_pack(without_side_band(contents.pack->bytes.memory + end_of_pack(*contents.pack, key, view, "{}")))
        .objects;
  };
  const PackKey first = key_of_newest();
  const auto former = build_pack(registry_->database(), first, folder_);
  ASSERT_TRUE(former.has_value());
  must_publish(house, "serde", "1.1.0");
  must_publish(house, "zone", "1.0.0");
  const PackKey second = key_of_newest();
  const auto fresh = build_pack(registry_->database(), second, folder_);
  const auto copied = build_pack(registry_->database(), second, folder_, *former);
  ASSERT_TRUE(fresh.has_value() && copied.has_value());
  EXPECT_EQ(objects_of(*copied, second), objects_of(*fresh, second));
  EXPECT_EQ(fresh->copied, 0U);
  EXPECT_EQ(copied->copied, copied->slots.size() - 6) << "serde, zone and the folders above them are new";
  // And what was copied can be copied again.
  const auto again = build_pack(registry_->database(), second, folder_, *copied);
  EXPECT_EQ(objects_of(*again, second), objects_of(*fresh, second));
  EXPECT_EQ(again->copied, again->slots.size());
}

TEST_F(UploadPackTest, says_that_there_is_nothing_yet_while_the_follower_has_not_begun) {
  const auto house = make_repository("warehouse");
  const auto response = await(upload_pack_->advertise(reader(house), ProtocolVersion::v0));
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(await(upload_pack_->advertise(reader(house), ProtocolVersion::v2)).has_value()) << "that names no ref";
}

TEST_F(UploadPackTest, shows_no_state_that_lacks_what_has_happened) {
  const auto house = make_repository("warehouse");
  must_publish(house, "serde", "1.0.0");
  const ObjectId before = tip(reader(house));
  must_publish(house, "serde", "1.0.1");  // and the follower does not run
  const auto refs = await(upload_pack_->advertise(reader(house), ProtocolVersion::v0));
  ASSERT_FALSE(refs.has_value()) << "an old index would lack versions that were there";
  EXPECT_EQ(refs.error().code, ErrorCode::unavailable);
  ASSERT_TRUE(registry_->followers().catch_up().has_value());
  EXPECT_NE(tip(reader(house)), before);
}

TEST_F(UploadPackTest, acknowledges_a_commit_once_however_often_it_is_shown) {
  const auto house = make_repository("warehouse");
  must_publish(house, "serde", "1.0.0");
  const ObjectId have = tip(reader(house));
  std::string body;
  append_pkt(body, "command=fetch");
  append_delimiter(body);
  append_pkt(body, "want " + have.hex());
  for (int time = 0; time < 1'000; ++time) append_pkt(body, "have " + have.hex());
  append_flush(body);
  const auto response = await(upload_pack_->answer(reader(house), ProtocolVersion::v2, body));
  ASSERT_TRUE(response.has_value());
  EXPECT_LT(http::body_length(response->body), 2'000U);
}

TEST_F(UploadPackTest, makes_old_commits_again_once_whatever_is_shown_how_often) {
  const auto house = make_repository("warehouse");
  for (int patch = 0; patch < 5; ++patch) must_publish(house, "serde", "1.0." + std::to_string(patch));
  const ObjectId first = tip(reader(house));
  for (int round = 0; round < 20; ++round) {
    const ObjectId unknown = object_id(ObjectKind::commit, std::to_string(round));
    EXPECT_EQ(fetch(reader(house), first, {unknown}).objects.size(), 6U);
  }
  EXPECT_EQ(upload_pack_->numbers().commits_made_again, 6U);
  must_publish(house, "serde", "1.1.0");
  const ObjectId second = tip(reader(house));
  EXPECT_EQ(fetch(reader(house), second, {object_id(ObjectKind::commit, "x"), first}).objects.size(), 5U);
  EXPECT_EQ(upload_pack_->numbers().commits_made_again, 7U);
}

TEST_F(UploadPackTest, does_not_pack_the_past) {
  const auto house = make_repository("warehouse");
  must_publish(house, "serde", "1.0.0");
  const ObjectId old = tip(reader(house));
  clock_.advance(Seconds(100'000));
  EXPECT_EQ(fetch(reader(house), old).objects.size(), 6U) << "it is the newest, however old";
  must_publish(house, "serde", "1.1.0");
  const ObjectId newest = tip(reader(house));
  clock_.advance(Seconds(300));
  EXPECT_EQ(fetch(reader(house), old).objects.size(), 6U) << "whoever was just told of it may have it";
  clock_.advance(Seconds(400));
  const std::string answer = ask(reader(house), {"want " + old.hex(), "done"});
  EXPECT_NE(answer.find("ERR the index has moved on"), std::string::npos) << answer.substr(0, 100);
  EXPECT_EQ(fetch(reader(house), newest, {old}).objects.size(), 5U) << "what a client has may be as old as it likes";
}

TEST(CommitsOf, FindsEachStateByTheCommitThatItsReaderSaw) {
  const auto id = [](const char* text) { return object_id(ObjectKind::tree, text); };
  const auto folder = [](std::string name, ObjectId object) {
    return TreeEntry{.name = std::move(name), .object = object, .kind = ObjectKind::tree};
  };
  const std::vector<RootSpan> spans{{folder("se", id("b")), 3, 0},
                                    {folder("1", id("a")), 2, 0},
                                    {folder("co", id("c")), 2, 4},
                                    {folder("co", id("d")), 4, 0}};
  std::vector<StateRecord> states;
  for (const std::int64_t sequence : {4, 3, 2, 1}) {
    states.push_back({.sequence = sequence, .at = from_unix(sequence), .message = "m" + std::to_string(sequence)});
  }
  const std::string config = "{}";
  for (const StateRecord& state : states) {
    std::vector<TreeEntry> root;
    for (const RootSpan& span : spans) {
      if (span.since <= state.sequence && (span.until == 0 || span.until > state.sequence)) root.push_back(span.entry);
    }
    const View view = make_view(*make_snapshot(state, root), config);
    const CommitList commits = commits_of(states, spans, view.config);
    EXPECT_EQ(commits.size(), states.size());
    EXPECT_TRUE(std::ranges::count(commits, CommitList::value_type(view.commit, state.sequence)) == 1)
        << state.sequence;
    for (const auto& [commit, sequence] : commits_of(states, spans, object_id(ObjectKind::blob, "other"))) {
      EXPECT_NE(commit, view.commit);
    }
  }
}

}  // namespace
}  // namespace entrepot::git
