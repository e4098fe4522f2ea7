#include "registry/publish.h"

#include <utility>

#include "base/digests.h"
#include "base/try.h"
#include "blob/blob_store.h"
#include "cargo/categories.h"
#include "cargo/package_reader.h"
#include "cargo/packaged_metadata.h"
#include "cargo/publish_frame.h"
#include "cargo/publish_rules.h"
#include "registry/access.h"
#include "registry/crate_rows.h"
#include "registry/own_tokens.h"
#include "registry/own_urls.h"
#include "registry/package_settings.h"
#include "registry/publish_check.h"
#include "registry/publish_rows.h"
#include "registry/registry.h"

namespace entrepot::registry {
namespace {

/// Bytes collected before they are worth a hop to the blocking pool.
constexpr std::size_t kHopBytes = 256 * 1024;

/// A publish under way. Lives in the workflow's frame; its coroutines are awaited there.
class Publication {
 public:
  Publication(Registry& registry, PublishRequest request)
      : registry_(registry),
        request_(std::move(request)),
        rules_(*request_.repository->publish_rules),
        settings_(package_settings(request_.repository->settings)),
        replaces_(request_.republish.value_or(settings_.replace_by_default)),
        public_url_(registry.public_url()),
        is_own_(is_alias_of(request_.repository, public_url_)),
        frame_({.max_metadata_bytes = static_cast<std::uint64_t>(rules_.max_metadata_bytes),
                .max_crate_bytes = static_cast<std::uint64_t>(rules_.max_crate_bytes),
                .content_length = request_.length}) {}

  net::Task<Result<PublishAnswer>> run() {
    CO_TRY(require_publisher(*request_.repository, *request_.principal, registry_.clock().now()));
    if (request_.form == PublishForm::frame) {
      CO_TRY(co_await receive_frame());
    } else {
      CO_TRY(co_await receive_crate());
    }
    if (!metadata_ || !writer_) co_return internal_error("a publish frame was complete without its parts");
    CO_TRY(co_await check_bytes());
    CO_TRY_ASSIGN(const Checksum checksum, co_await commit_bytes());
    CO_TRY_ASSIGN(const std::int64_t version_id, co_await write_rows(checksum));
    registry_.count_publish();
    PublishAnswer answer{.crate = metadata_->name.text(),
                         .version = metadata_->version.text(),
                         .version_id = version_id,
                         .warnings = std::move(warnings_)};
    if (rules_.check_categories) answer.invalid_categories = unknown_categories(metadata_->categories);
    co_return answer;
  }

 private:
  net::Task<Result<void>> receive_frame() {
    while (true) {
      CO_TRY_ASSIGN(ByteView chunk, co_await request_.body());
      if (chunk.empty()) break;
      CO_TRY(co_await take(chunk));
    }
    CO_TRY(frame_.finish());
    co_return co_await flush();
  }

  /// The bytes first, for only they know what they are.
  net::Task<Result<void>> receive_crate() {
    CO_TRY(co_await open_writer());
    const auto most = static_cast<std::uint64_t>(rules_.max_crate_bytes);
    while (true) {
      CO_TRY_ASSIGN(const ByteView chunk, co_await request_.body());
      if (chunk.empty()) break;
      pending_.append(as_text(chunk));
      if (writer_->size() + pending_.size() > most) {
        co_return fail(ErrorCode::too_large,
                       "The crate is larger than " + std::to_string(most) + " bytes, the limit of this repository.");
      }
      if (pending_.size() >= kHopBytes) CO_TRY(co_await flush());
    }
    CO_TRY(co_await flush());
    co_return co_await check_metadata();
  }

  net::Task<Result<void>> take(ByteView chunk) {
    while (true) {
      CO_TRY_ASSIGN(const PublishFrameReader::Step step, frame_.next(chunk));
      switch (step.part) {
        case PublishFrameReader::Part::need_more:
          co_return Result<void>{};
        case PublishFrameReader::Part::metadata:
          CO_TRY(co_await check_metadata());
          break;
        case PublishFrameReader::Part::crate_started:
          CO_TRY(co_await open_writer());
          break;
        case PublishFrameReader::Part::crate_bytes:
          pending_.append(as_text(step.bytes));
          if (pending_.size() >= kHopBytes) CO_TRY(co_await flush());
          break;
      }
    }
  }

  /// Everything that the metadata alone can decide, before a byte of the crate is read.
  net::Task<Result<void>> check_metadata() {
    CO_TRY(co_await registry_.pool().run([this] { return parse_metadata_here(); }));
    CO_TRY(co_await normalise_dependencies());
    const Timestamp now = registry_.clock().now();
    auto checked = co_await registry_.database().read([this,
                                                       now](store::Transaction& transaction) -> Result<PublishTarget> {
      const RepositoryScope scope(transaction, *request_.repository);
      return check_target(scope, *request_.principal, *metadata_, dependencies_, {PublishPhase::early, replaces_}, now);
    });
    if (!checked) co_return std::unexpected(std::move(checked).error());
    const Novelty novelty = checked->crate ? Novelty::version : Novelty::crate;
    CO_TRY(registry_.publish_rate().take(request_.repository->id, request_.principal->user_id, novelty, rules_, now));
    warnings_.insert(warnings_.end(), checked->warnings.begin(), checked->warnings.end());
    co_return Result<void>{};
  }

  /// On the pool: hostile metadata costs tens of milliseconds a MiB, and others wait for this loop.
  Result<void> parse_metadata_here() {
    if (request_.form == PublishForm::frame) {
      TRY_ASSIGN(metadata_, parse_publish_metadata(frame_.metadata_json()));
    } else {
      TRY_ASSIGN(const auto file, writer_->staged());
      TRY_ASSIGN(metadata_, read_packaged_metadata(source_of(*file), writer_->size(), package_limits(rules_), unnamed(),
                                                   static_cast<std::uint64_t>(rules_.max_metadata_bytes)));
    }
    TRY_ASSIGN(warnings_, check_publish(*metadata_, rules_));
    return {};
  }

  UnnamedRegistry unnamed() const {
    return settings_.use_default_cargo_upstream ? UnnamedRegistry::crates_io : UnnamedRegistry::own;
  }

  net::Task<Result<void>> normalise_dependencies() {
    dependencies_ = metadata_->dependencies;
    CO_TRY_ASSIGN(const auto sisters, sister_dependencies(dependencies_, *request_.repository, public_url_));
    for (const SisterDependency& sister : sisters) {
      CO_TRY_ASSIGN(const RepositoryPointer target, co_await registry_.repositories().load(
                                                        sister.target.namespace_slug, sister.target.repository_slug));
      const std::string_view access = target && target->is_public() ? "public" : "basic";
      dependencies_[sister.index].registry = sparse_index_url(public_url_, access, sister.target);
    }
    co_return normalise_registries(dependencies_, is_own_);
  }

  net::Task<Result<void>> open_writer() {
    CO_TRY_ASSIGN(writer_, co_await registry_.pool().run([&blobs = registry_.blobs()] { return blobs.create(); }));
    co_return Result<void>{};
  }

  net::Task<Result<void>> flush() {
    if (pending_.empty()) co_return Result<void>{};
    CO_TRY(co_await registry_.pool().run([this] {
      digests_.update(as_bytes(pending_));
      return writer_->write(as_bytes(pending_));
    }));
    pending_.clear();
    co_return Result<void>{};
  }

  /// The archive itself, and what its manifests and the index line would give away.
  net::Task<Result<void>> check_bytes() {
    CO_TRY(co_await registry_.pool().run([this] { return check_package_here(); }));
    if (candidates_.found().empty()) co_return Result<void>{};
    co_return co_await registry_.database().read([this](store::Transaction& transaction) {
      return refuse_own_tokens(transaction, request_.repository->namespace_id, candidates_.found());
    });
  }

  Result<void> check_package_here() {
    for (const Dependency& dependency : dependencies_) {
      if (dependency.registry) TRY(candidates_.scan(*dependency.registry));
    }
    TRY_ASSIGN(const auto file, writer_->staged());
    TRY_ASSIGN(const PackageContent content,
               read_package(*file, metadata_->name, metadata_->version, package_limits(rules_),
                            [this](std::string_view, std::string_view text) { return candidates_.scan(text); }));
    metadata_->unpacked_bytes = content.file_bytes;
    return check_package(*metadata_, content, rules_, is_own_);
  }

  net::Task<Result<Checksum>> commit_bytes() {
    co_return co_await registry_.pool().run([this] { return writer_->commit(); });
  }

  net::Task<Result<std::int64_t>> write_rows(Checksum checksum) {
    CheckedVersion version{.metadata = *metadata_,
                           .dependencies = dependencies_,
                           .checksum = checksum,
                           .digests = digests_.finish(),
                           .size = writer_->size(),
                           .tags = request_.tags,
                           .replaces = replaces_};
    co_return co_await registry_.writer().write(
        request_.principal,
        [&blobs = registry_.blobs(), repository = request_.repository, version = std::move(version)](
            WriteContext& context) { return write_version(context, blobs, *repository, version); });
  }

  Registry& registry_;
  PublishRequest request_;
  const PublishRules& rules_;
  PackageSettings settings_;
  bool replaces_;
  std::string public_url_;
  IsOwnRegistry is_own_;
  PublishFrameReader frame_;
  std::optional<PublishMetadata> metadata_;
  std::vector<Dependency> dependencies_;  ///< as the index will say them
  std::vector<std::string> warnings_;
  std::unique_ptr<blob::BlobWriter> writer_;
  DigestRun digests_;
  std::string pending_;  ///< bytes on their way to the writer
  TokenCandidates candidates_;
};

}  // namespace

net::Task<Result<PublishAnswer>> publish(Registry& registry, PublishRequest request) {
  Publication publication(registry, std::move(request));
  co_return co_await publication.run();
}

}  // namespace entrepot::registry
