#include "git/upload_pack.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/lru_cache.h"
#include "base/try.h"
#include "git/advertisement.h"
#include "git/answer.h"
#include "git/fetch_request.h"
#include "git/git_index.h"
#include "git/git_rows.h"
#include "git/known_commits.h"
#include "git/pkt_line.h"
#include "git/snapshot.h"
#include "net/deadline.h"
#include "registry/registry.h"

namespace entrepot::git {
namespace {

/// How long a reader waits for the follower.
constexpr Milliseconds kPatience{3'000};
constexpr std::size_t kSnapshotBytes = 16U << 20U;
/// How long a state can be asked for after another has taken its place: long enough for whoever was told of it, and so
/// short that nobody makes the server pack the past, state by state.
constexpr Seconds kWantable{600};

/// How far the follower is with one repository.
struct Standing {
  std::int64_t last_event = 0;
  std::int64_t applied = 0;
  std::optional<StateRecord> newest{};
};

Result<Standing> read_standing(store::Transaction& transaction, std::int64_t repository_id) {
  Standing standing;
  TRY_ASSIGN(standing.last_event, registry::last_sequence_of(transaction, repository_id));
  TRY_ASSIGN(standing.applied, registry::follower_cursor(transaction, GitIndex::kName));
  TRY_ASSIGN(standing.newest, newest_state(transaction, repository_id));
  return standing;
}

http::Response refs_response(http::Body body) {
  http::Response response;
  response.fields.add("content-type", "application/x-git-upload-pack-advertisement");
  response.body = std::move(body);
  return response;
}

http::Response result_response(http::Body body) {
  http::Response response;
  response.fields.add("content-type", "application/x-git-upload-pack-result");
  response.body = std::move(body);
  return response;
}

/// Each once, however often the client says it.
std::vector<ObjectId> common_of(const FetchRequest& request, Sequences known) {
  std::vector<ObjectId> common;
  std::ranges::copy_if(request.haves, std::back_inserter(common),
                       [&](const ObjectId& id) { return known.erase(id) > 0; });
  return common;
}

/// The newest state that client and server share and that is not newer than what is wanted; 0 when there is none.
std::int64_t base_of(const std::vector<ObjectId>& common, const Sequences& known, std::int64_t wanted) {
  std::int64_t base = 0;
  for (const ObjectId& id : common) {
    const std::int64_t sequence = known.at(id);
    if (sequence <= wanted) base = std::max(base, sequence);
  }
  return base;
}

http::Response pack_response(std::string preamble, const PackPointer& pack, std::string end) {
  http::ChainBody body;
  body.parts.emplace_back(std::move(preamble));
  if (pack->bytes.file) {
    body.parts.emplace_back(http::FileBody{pack->bytes.file, 0, pack->bytes.size});
  } else {
    body.parts.emplace_back(http::SharedBody{pack, pack->bytes.memory});
  }
  body.parts.emplace_back(std::move(end));
  return result_response(std::move(body));
}

}  // namespace

http::Response refusal(std::string_view sentence) {
  std::string body;
  append_error(body, sentence);
  return result_response(std::move(body));
}

http::Response refs_refusal(std::string_view sentence) {
  return refs_response(refused_refs(sentence));
}

struct UploadPack::State {
  State(registry::Registry& registry_in, PackStoreOptions options, std::string agent_in)
      : registry(registry_in),
        agent(std::move(agent_in)),
        packs(registry_in.database(), std::move(options)),
        snapshots(kSnapshotBytes, 4),
        commits(registry_in.database()) {}

  registry::Registry& registry;
  const std::string agent;
  PackStore packs;
  LruCache<std::string, Snapshot> snapshots;
  KnownCommits commits;

  net::Task<Result<Standing>> standing_of(std::int64_t repository_id) {
    co_return co_await registry.database().read(
        [repository_id](store::Transaction& transaction) { return read_standing(transaction, repository_id); });
  }

  net::Task<Result<SnapshotPointer>> load(std::int64_t repository_id, StateRecord state) {
    const std::string key = std::to_string(repository_id) + ' ' + std::to_string(state.sequence);
    if (SnapshotPointer known = snapshots.find(key)) co_return known;
    CO_TRY_ASSIGN(auto root, co_await registry.database().read(
                                 [repository_id, sequence = state.sequence](store::Transaction& transaction) {
                                   return entries_at(transaction, repository_id, "", sequence);
                                 }));
    SnapshotPointer made = make_snapshot(std::move(state), std::move(root));
    const std::size_t cost =
        sizeof *made + made->before.size() + made->behind.size() + key.size() + decltype(snapshots)::kOverhead;
    snapshots.insert(key, made, cost);
    co_return made;
  }

  /// The newest state, with every event that had happened when this was called. Never an older one: to a client the
  /// latest versions would be gone.
  net::Task<Result<SnapshotPointer>> tip(std::int64_t repository_id) {
    CO_TRY_ASSIGN(Standing standing, co_await standing_of(repository_id));
    if (standing.applied < standing.last_event) {
      co_await registry.followers().wait_until_applied(GitIndex::kName, standing.last_event,
                                                       net::Deadline::after(kPatience));
      CO_TRY_ASSIGN(standing, co_await standing_of(repository_id));
    }
    if (standing.applied < standing.last_event || !standing.newest)
      co_return unavailable("The git index of this repository is being made; try again.", 1);
    co_return co_await load(repository_id, std::move(*standing.newest));
  }

  net::Task<Result<View>> view_of_tip(const Reader& reader) {
    CO_TRY_ASSIGN(const SnapshotPointer snapshot, co_await tip(reader.repository_id));
    View view = make_view(*snapshot, reader.config_json);
    commits.remember(reader.repository_id, view.config, view.commit, snapshot->state.sequence);
    co_return view;
  }

  /// Which of the commits are states that the reader may see.
  net::Task<Result<Sequences>> resolve(const Reader& reader, const FetchRequest& request) {
    std::vector<ObjectId> ids = request.wants;
    ids.insert(ids.end(), request.haves.begin(), request.haves.end());
    return commits.find(reader.repository_id, object_id(ObjectKind::blob, reader.config_json), std::move(ids));
  }

  net::Task<Result<http::Response>> fetch(const Reader& reader, const FetchRequest& request, ProtocolVersion version) {
    if (!request.side_band) co_return refusal("this server sends packs on side-band-64k only");
    CO_TRY_ASSIGN(const Sequences known, co_await resolve(reader, request));
    for (const ObjectId& id : request.wants) {
      if (!known.contains(id)) co_return refusal("upload-pack: not our ref " + id.hex());
      if (id != request.wants.front()) co_return refusal("upload-pack: one ref at a time");
    }
    const std::vector<ObjectId> common = common_of(request, known);
    Preamble preamble = version == ProtocolVersion::v2 ? preamble_v2(request, common) : preamble_v0(request, common);
    if (!preamble.pack_follows) co_return result_response(std::move(preamble.bytes));

    const std::int64_t wanted = known.at(request.wants.front());
    const PackKey key{reader.repository_id, base_of(common, known, wanted), wanted};
    CO_TRY_ASSIGN(std::optional<StateRecord> state, co_await wantable_state(reader.repository_id, wanted));
    if (!state) co_return refusal("the index has moved on since; fetch again");
    CO_TRY_ASSIGN(const SnapshotPointer snapshot, co_await load(reader.repository_id, std::move(*state)));
    const View view = make_view(*snapshot, reader.config_json);
    CO_TRY_ASSIGN(const PackPointer pack, co_await packs.get(key));
    co_return pack_response(std::move(preamble.bytes), pack, end_of_pack(*pack, key, view, reader.config_json));
  }

  net::Task<Result<std::optional<StateRecord>>> wantable_state(std::int64_t repository_id, std::int64_t sequence) {
    return registry.database().read([repository_id, sequence, earliest = registry.clock().now() - kWantable](
                                        store::Transaction& transaction) -> Result<std::optional<StateRecord>> {
      TRY_ASSIGN(const auto overtaken, overtaken_at(transaction, repository_id, sequence));
      if (overtaken && *overtaken < earliest) return std::nullopt;
      return find_state(transaction, repository_id, sequence);
    });
  }
};

UploadPack::UploadPack(registry::Registry& registry, PackStoreOptions options, std::string agent)
    : state_(std::make_unique<State>(registry, std::move(options), std::move(agent))) {}

UploadPack::~UploadPack() = default;

net::Task<Result<http::Response>> UploadPack::advertise(Reader reader, ProtocolVersion version) {
  // Names no ref: ls-refs does.
  if (version == ProtocolVersion::v2) co_return refs_response(advertised_capabilities(state_->agent));
  CO_TRY_ASSIGN(const View view, co_await state_->view_of_tip(reader));
  co_return refs_response(advertised_refs(version, view.commit, state_->agent));
}

net::Task<Result<http::Response>> UploadPack::answer(Reader reader, ProtocolVersion version, std::string body) {
  if (version != ProtocolVersion::v2) {
    auto request = parse_fetch_v0(body);
    if (!request) co_return refusal(request.error().message);
    co_return co_await state_->fetch(reader, *request, version);
  }
  auto command = parse_command(body);
  if (!command) co_return refusal(command.error().message);
  if (const auto* list = std::get_if<ListRequest>(&*command)) {
    CO_TRY_ASSIGN(const View view, co_await state_->view_of_tip(reader));
    co_return result_response(list_refs(*list, view.commit));
  }
  if (const auto* request = std::get_if<FetchRequest>(&*command)) {
    co_return co_await state_->fetch(reader, *request, version);
  }
  co_return result_response(std::string());
}

UploadPackNumbers UploadPack::numbers() const {
  return {.packs = state_->packs.numbers(), .commits_made_again = state_->commits.made_again()};
}

void UploadPack::stop() {
  state_->commits.stop();
  state_->packs.stop();
}

}  // namespace entrepot::git
