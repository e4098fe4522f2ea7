#include "registry/uploads.h"

#include <algorithm>
#include <utility>

#include "auth/tokens.h"
#include "base/digests.h"
#include "base/encoding.h"
#include "base/try.h"
#include "blob/blob_store.h"
#include "cargo/publish_rules.h"
#include "registry/access.h"
#include "registry/crate_rows.h"
#include "registry/registry.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kLongestFilename = 255;
/// A part over its limit is refused when at most this much too many bytes have come.
constexpr std::uint64_t kCheckBytes = std::uint64_t{1024} * 1024;

std::unexpected<Error> upload_not_found() {
  return fail(ErrorCode::not_found, "There is no upload with this identifier; it may have been used up, or expired.");
}

Result<UploadRecord> upload_from(store::Transaction& transaction, const store::Row& row) {
  UploadRecord out{.id = row.integer(0),
                   .identifier = row.text(1),
                   .repository_id = row.integer(2),
                   .user_id = row.integer(3),
                   .filename = row.text(4),
                   .md5 = row.optional_text(5),
                   .method = row.boolean(6) ? UploadMethod::parts : UploadMethod::whole,
                   .is_complete = !row.is_null(7)};
  TRY_ASSIGN(const auto parts,
             transaction.query("SELECT number, checksum, size FROM upload_parts WHERE upload_id = :a ORDER BY number",
                               {out.id}));
  for (const store::Row& part : parts) {
    TRY_ASSIGN(const Checksum checksum, Checksum::parse(part.text(1)));
    out.parts.push_back({.number = part.integer(0), .checksum = checksum, .size = part.integer(2)});
  }
  return out;
}

Result<UploadRecord> find_by_identifier(store::Transaction& transaction, std::string_view identifier, Timestamp now) {
  TRY_ASSIGN(const auto row, transaction.query_one(
                                 "SELECT id, identifier, repository_id, user_id, filename, md5, in_parts, completed_at "
                                 "FROM uploads WHERE identifier = :a AND expires_at > :b",
                                 {std::string(identifier), to_unix(now)}));
  if (!row) return upload_not_found();
  return upload_from(transaction, *row);
}

Result<void> forget(store::Transaction& transaction, std::int64_t id) {
  TRY(transaction.execute("DELETE FROM upload_parts WHERE upload_id = :a", {id}));
  TRY(transaction.execute("DELETE FROM uploads WHERE id = :a", {id}));
  return {};
}

Result<void> forget_expired(store::Transaction& transaction, Timestamp now) {
  TRY(transaction.execute("DELETE FROM upload_parts WHERE upload_id IN (SELECT id FROM uploads WHERE expires_at <= :a)",
                          {to_unix(now)}));
  TRY(transaction.execute("DELETE FROM uploads WHERE expires_at <= :a", {to_unix(now)}));
  return {};
}

Result<std::int64_t> bytes_on_the_way(store::Transaction& transaction, std::int64_t user_id) {
  TRY_ASSIGN(const auto row, transaction.query_one("SELECT COALESCE(SUM(p.size), 0) FROM uploads u JOIN upload_parts p "
                                                   "ON p.upload_id = u.id WHERE u.user_id = :a",
                                                   {user_id}));
  return row ? row->integer(0) : 0;
}

std::int64_t in_parts(const NewUpload& upload) {
  return upload.method == UploadMethod::parts ? 1 : 0;
}

/// The upload that the announcement means, which lives on; nothing when there is none.
Result<std::optional<UploadRecord>> resume_upload(WriteContext& context, const RepositoryRecord& repository,
                                                  const NewUpload& upload) {
  if (upload.start != UploadStart::resume || !upload.md5) return std::nullopt;
  TRY_ASSIGN(const auto row,
             context.transaction.query_one(
                 "SELECT identifier FROM uploads WHERE user_id = :a AND repository_id = :b AND "
                 "filename = :c AND md5 = :d AND in_parts = :e ORDER BY id DESC LIMIT 1",
                 {context.actor.user_id, repository.id, upload.filename, *upload.md5, in_parts(upload)}));
  if (!row) return std::nullopt;
  TRY(context.transaction.execute("UPDATE uploads SET expires_at = :a WHERE identifier = :b",
                                  {to_unix(context.now + kUploadLife), row->text(0)}));
  return find_by_identifier(context.transaction, row->text(0), context.now);
}

std::unexpected<Error> too_much(std::string_view what) {
  return rate_limited("You have " + std::string(what) +
                          " on the way; make packages of them or abort them first. What lies about is forgotten after "
                          "a day.",
                      60);
}

/// What a part may be, before and after its bytes are there.
Result<void> check_part(store::Transaction& transaction, const UploadRecord& upload, std::int64_t number,
                        std::int64_t size) {
  if (upload.is_complete && upload.method == UploadMethod::parts) {
    return fail(ErrorCode::conflict, "The upload is complete; its parts cannot be changed any more.");
  }
  const std::int64_t most_parts = upload.method == UploadMethod::parts ? kMostParts : 1;
  if (number < 1 || number > most_parts) {
    return invalid("Parts of this upload are numbered from 1 to " + std::to_string(most_parts) + ".");
  }
  TRY_ASSIGN(const RepositoryPointer repository, find_repository_by_id(transaction, upload.repository_id));
  if (!repository) return upload_not_found();
  std::int64_t bytes = size;
  for (const UploadPart& part : upload.parts) {
    if (part.number != number) bytes += part.size;
  }
  const std::int64_t most = repository->publish_rules->max_crate_bytes;
  if (bytes > most) {
    return fail(ErrorCode::too_large,
                "The crate is larger than " + std::to_string(most) + " bytes, the limit of this repository.");
  }
  TRY_ASSIGN(const std::int64_t on_the_way, bytes_on_the_way(transaction, upload.user_id));
  if (on_the_way + size > kMostUploadBytes) return too_much("4 GiB of files");
  return {};
}

Result<UploadRecord> note_part(WriteContext& context, blob::BlobStore& blobs, std::string_view identifier,
                               const UploadPart& part) {
  TRY_ASSIGN(const UploadRecord upload, find_by_identifier(context.transaction, identifier, context.now));
  TRY(check_part(context.transaction, upload, part.number, part.size));
  if (!blobs.open(part.checksum))
    return unavailable("The bytes were removed before they were noted; send them again.", 1);
  TRY(context.transaction.execute(
      "INSERT INTO upload_parts (upload_id, number, checksum, size) VALUES (:a, :b, :c, :d) ON CONFLICT "
      "(upload_id, number) DO UPDATE SET checksum = excluded.checksum, size = excluded.size",
      {upload.id, part.number, part.checksum.hex(), part.size}));
  if (upload.method == UploadMethod::whole) {
    TRY(context.transaction.execute("UPDATE uploads SET completed_at = :a WHERE id = :b",
                                    {to_unix(context.now), upload.id}));
  }
  return find_by_identifier(context.transaction, identifier, context.now);
}

/// Reads the parts one after the other. Lives in the frame of who awaits its bytes.
class PartReader {
 public:
  PartReader(Registry& registry, const UploadRecord& upload) : registry_(registry), upload_(upload) {}

  net::Task<Result<ByteView>> next() {
    while (part_ < upload_.parts.size()) {
      CO_TRY_ASSIGN(const std::size_t size, co_await registry_.pool().run([this] { return read_here(); }));
      if (size > 0) co_return ByteView(block_).first(size);
      file_.reset();
      offset_ = 0;
      ++part_;
    }
    co_return ByteView();
  }

 private:
  Result<std::size_t> read_here() {
    if (!file_) {
      TRY_ASSIGN(file_, registry_.blobs().open(upload_.parts[part_].checksum));
    }
    TRY_ASSIGN(const std::size_t size, file_->read_at(offset_, block_.data(), block_.size()));
    offset_ += size;
    return size;
  }

  Registry& registry_;
  const UploadRecord& upload_;
  std::size_t part_ = 0;
  std::shared_ptr<const FileHandle> file_;
  std::uint64_t offset_ = 0;
  std::vector<std::byte> block_ = std::vector<std::byte>(std::size_t{256} * 1024);
};

Result<void> require_md5(const UploadRecord& upload, const std::string& md5) {
  if (!upload.md5 || *upload.md5 == md5) return {};
  return invalid("The file's MD5 is " + md5 + ", but it was announced as " + *upload.md5 + "; send it again.");
}

}  // namespace

std::int64_t UploadRecord::bytes() const {
  std::int64_t sum = 0;
  for (const UploadPart& part : parts) sum += part.size;
  return sum;
}

Result<void> check_new_upload(const NewUpload& upload) {
  const bool is_plain =
      is_utf8(upload.filename) && upload.filename.find_first_of(std::string_view("/\\\0\r\n", 5)) == std::string::npos;
  if (!is_plain || upload.filename.size() > kLongestFilename || !upload.filename.ends_with(".crate")) {
    return invalid("The file must be named like a crate, such as serde-1.0.0.crate.");
  }
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (upload.md5 && (upload.md5->size() != 32 || !std::ranges::all_of(*upload.md5, is_hex))) {
    return invalid("The MD5 of a file is 32 hexadecimal digits.");
  }
  return {};
}

Result<UploadRecord> begin_upload(WriteContext& context, const RepositoryRecord& repository, const NewUpload& upload) {
  TRY(check_new_upload(upload));
  TRY(require_publisher(repository, context.actor, context.now));
  TRY(forget_expired(context.transaction, context.now));
  TRY_ASSIGN(std::optional<UploadRecord> resumed, resume_upload(context, repository, upload));
  if (resumed) return *std::move(resumed);
  TRY_ASSIGN(const auto row,
             context.transaction.query_one("SELECT COUNT(*) FROM uploads WHERE user_id = :a", {context.actor.user_id}));
  if (row && row->integer(0) >= kMostUploads) return too_much(std::to_string(kMostUploads) + " files");
  // Of the form of an entitlement token, which logs leave out wherever it stands.
  const std::string identifier(auth::make_entitlement_token(context.random).reveal());
  TRY(context.transaction.execute(
      "INSERT INTO uploads (identifier, repository_id, user_id, filename, md5, in_parts, created_at, expires_at) "
      "VALUES (:a, :b, :c, :d, :e, :f, :g, :h)",
      {identifier, repository.id, context.actor.user_id, upload.filename,
       upload.md5 ? store::Value(*upload.md5) : store::Value(), in_parts(upload), to_unix(context.now),
       to_unix(context.now + kUploadLife)}));
  return find_by_identifier(context.transaction, identifier, context.now);
}

Result<UploadRecord> find_upload(const RepositoryScope& scope, const auth::Principal& actor,
                                 std::string_view identifier, Timestamp now) {
  TRY_ASSIGN(UploadRecord upload, find_by_identifier(scope.transaction(), identifier, now));
  if (upload.repository_id != scope.id() || upload.user_id != actor.user_id) return upload_not_found();
  return upload;
}

net::Task<Result<UploadRecord>> complete_upload(Registry& registry, RepositoryPointer repository,
                                                std::shared_ptr<const auth::Principal> actor, std::string identifier) {
  const auto find = [repository, actor, identifier](WriteContext& context) {
    return find_upload({context.transaction, *repository}, context.actor, identifier, context.now);
  };
  CO_TRY_ASSIGN(UploadRecord upload, co_await registry.writer().write(actor, find));
  if (upload.is_complete) co_return upload;
  if (upload.parts.empty()) co_return invalid("No bytes have been sent for this upload yet.");
  for (std::size_t index = 0; index < upload.parts.size(); ++index) {
    if (upload.parts[index].number == static_cast<std::int64_t>(index) + 1) continue;
    co_return invalid("Part " + std::to_string(index + 1) + " of the upload is missing.");
  }
  if (upload.md5) {
    PartReader reader(registry, upload);
    DigestRun run;
    while (true) {
      CO_TRY_ASSIGN(const ByteView bytes, co_await reader.next());
      if (bytes.empty()) break;
      run.update(bytes);
    }
    CO_TRY(require_md5(upload, run.finish().md5));
  }
  co_return co_await registry.writer().write(
      actor,
      [find, parts = upload.parts.size(), bytes = upload.bytes()](WriteContext& context) -> Result<UploadRecord> {
        TRY_ASSIGN(UploadRecord now, find(context));
        if (now.parts.size() != parts || now.bytes() != bytes) {
          return fail(ErrorCode::conflict,
                      "Parts of the upload have changed while it was completed; complete it again.");
        }
        TRY(context.transaction.execute("UPDATE uploads SET completed_at = :a WHERE id = :b",
                                        {to_unix(context.now), now.id}));
        now.is_complete = true;
        return now;
      });
}

Result<void> abort_upload(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier) {
  TRY_ASSIGN(const UploadRecord upload,
             find_upload({context.transaction, repository}, context.actor, identifier, context.now));
  return forget(context.transaction, upload.id);
}

net::Task<Result<UploadRecord>> receive_part(Registry& registry, std::string identifier, std::int64_t number,
                                             ByteSource source) {
  const Timestamp now = registry.clock().now();
  CO_TRY_ASSIGN(const UploadRecord upload,
                co_await registry.database().read([&](store::Transaction& transaction) -> Result<UploadRecord> {
                  TRY_ASSIGN(UploadRecord found, find_by_identifier(transaction, identifier, now));
                  TRY(check_part(transaction, found, number, 0));
                  return found;
                }));
  // Whose file it is, as they are today: a revoked right ends an upload too.
  CO_TRY_ASSIGN(const auth::Principal uploader,
                co_await registry.database().read([&upload](store::Transaction& transaction) {
                  return auth::principal_of_user(transaction, upload.user_id);
                }));
  const auto actor = std::make_shared<const auth::Principal>(uploader);
  CO_TRY_ASSIGN(const auto writer,
                co_await registry.pool().run([&blobs = registry.blobs()] { return blobs.create(); }));
  DigestRun digests;
  std::uint64_t next_check = kCheckBytes;
  while (true) {
    CO_TRY_ASSIGN(const ByteView bytes, co_await source());
    if (bytes.empty()) break;
    CO_TRY(co_await registry.pool().run([&]() -> Result<void> {
      digests.update(bytes);
      return writer->write(bytes);
    }));
    if (writer->size() < next_check) continue;
    next_check = writer->size() + kCheckBytes;
    CO_TRY(co_await registry.database().read([&](store::Transaction& transaction) {
      return check_part(transaction, upload, number, static_cast<std::int64_t>(writer->size()));
    }));
  }
  if (upload.method == UploadMethod::whole) CO_TRY(require_md5(upload, digests.finish().md5));
  const auto size = static_cast<std::int64_t>(writer->size());
  CO_TRY_ASSIGN(const Checksum checksum, co_await registry.pool().run([&writer] { return writer->commit(); }));
  co_return co_await registry.writer().write(
      actor, [&blobs = registry.blobs(), identifier, number, checksum, size](WriteContext& context) {
        return note_part(context, blobs, identifier, {.number = number, .checksum = checksum, .size = size});
      });
}

net::Task<Result<PackageInfo>> publish_upload(Registry& registry, RepositoryPointer repository,
                                              std::shared_ptr<const auth::Principal> actor, UploadedPackage request) {
  CO_TRY_ASSIGN(const UploadRecord upload,
                co_await registry.database().read(
                    [repository, actor, &request, now = registry.clock().now()](store::Transaction& transaction) {
                      return find_upload({transaction, *repository}, *actor, request.identifier, now);
                    }));
  if (!upload.is_complete) co_return fail(ErrorCode::conflict, "The upload is not complete yet.");
  PartReader reader(registry, upload);
  auto published = co_await publish(registry, {.repository = repository,
                                               .principal = actor,
                                               .body = [&reader] { return reader.next(); },
                                               .length = static_cast<std::uint64_t>(upload.bytes()),
                                               .form = PublishForm::crate,
                                               .republish = request.republish,
                                               .tags = request.tags});
  const bool is_our_fault = !published && (published.error().code == ErrorCode::internal ||
                                           published.error().code == ErrorCode::unavailable ||
                                           published.error().code == ErrorCode::rate_limited);
  if (!is_our_fault) {
    CO_TRY(co_await registry.writer().write(
        actor, [id = upload.id](WriteContext& context) { return forget(context.transaction, id); }));
  }
  if (!published) co_return std::unexpected(std::move(published).error());
  co_return co_await registry.database().read(
      [id = published->version_id](store::Transaction& transaction) { return read_package(transaction, id); });
}

}  // namespace entrepot::registry
