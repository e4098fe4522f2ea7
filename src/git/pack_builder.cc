#include "git/pack_builder.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/try.h"
#include "git/git_rows.h"

namespace entrepot::git {
namespace {

/// One page's worth: a reader of the database is busy for some milliseconds.
constexpr std::int64_t kObjectsPerPage = 2'048;
constexpr std::size_t kContentsPerPage = 256;
constexpr std::size_t kPageBytes = 4U << 20U;

/// Root and commit; config.json only where the reader does not have it from the state that it has.
std::uint32_t own_objects(const PackKey& key) {
  return key.after == 0 ? 3 : 2;
}

/// One that is to be packed: by its content, or as it lies in a former pack.
struct PageObject {
  ObjectId id;
  ObjectKind kind = ObjectKind::blob;
  std::string content{};
  const PackContents::Slot* former = nullptr;
};

struct Page {
  std::vector<PageObject> objects{};
  Step last{};
  bool is_last = false;
};

Result<Page> read_page(store::Transaction& transaction, const PackKey& key, const Step& behind,
                       const PackContents& former) {
  TRY_ASSIGN(const auto placed,
             next_objects(transaction, key.repository_id, key.after, key.sequence, behind, kObjectsPerPage));
  Page page{.objects = {}, .last = behind, .is_last = placed.size() < static_cast<std::size_t>(kObjectsPerPage)};
  std::size_t contents = 0;
  std::size_t bytes = 0;
  for (const PlacedObject& object : placed) {
    PageObject one{.id = object.object, .kind = kind_in(object.place.directory)};
    one.former = former.find(object.object);
    if (one.former == nullptr) {
      TRY_ASSIGN(one.content, content_at(transaction, key.repository_id, object, key.sequence));
      ++contents;
      bytes += one.content.size();
    }
    page.objects.push_back(std::move(one));
    page.last = {.since = object.since, .place = object.place};
    if (contents < kContentsPerPage && bytes < kPageBytes) continue;
    page.is_last = page.is_last && &object == &placed.back();
    break;
  }
  return page;
}

/// Writes one pack. One thread.
class Builder {
 public:
  Builder(std::uint32_t objects, const std::filesystem::path& folder, const PackContents& former)
      : former_(former), stream_(objects), spool_(folder) {}

  Result<void> add(const PageObject& object) {
    const std::uint64_t offset = stream_.position();
    if (object.former == nullptr) {
      stream_.add(deflater_, object.kind, object.content);
    } else {
      entry_.clear();
      TRY(append_unframed(entry_, former_.pack->bytes, object.former->offset, object.former->size));
      stream_.copy(entry_);
      ++contents_.copied;
    }
    contents_.slots.push_back({object.id, offset, static_cast<std::size_t>(stream_.position() - offset)});
    return spool_.append(stream_.take());
  }

  std::size_t added() const { return contents_.slots.size(); }

  Result<PackContents> finish() {
    stream_.cut();
    TRY(spool_.append(stream_.take()));
    TRY_ASSIGN(Spooled bytes, spool_.finish());
    std::ranges::sort(contents_.slots, {}, &PackContents::Slot::object);
    contents_.pack =
        std::make_shared<const SharedPack>(SharedPack{.bytes = std::move(bytes), .stream = std::move(stream_)});
    return std::move(contents_);
  }

 private:
  const PackContents& former_;
  PackStream stream_;
  Spool spool_;
  Deflater deflater_;
  std::string entry_;
  PackContents contents_;
};

}  // namespace

const PackContents::Slot* PackContents::find(const ObjectId& object) const {
  const auto found = std::ranges::lower_bound(slots, object, {}, &Slot::object);
  return found != slots.end() && found->object == object ? &*found : nullptr;
}

Result<PackContents> build_pack(store::Database& database, const PackKey& key, const std::filesystem::path& folder,
                                const PackContents& former) {
  TRY_ASSIGN(const std::int64_t count, database.read_here([&key](store::Transaction& transaction) {
    return count_objects(transaction, key.repository_id, key.after, key.sequence);
  }));
  if (count > std::numeric_limits<std::int32_t>::max()) return internal_error("a pack of too many objects");
  Builder builder(static_cast<std::uint32_t>(count) + own_objects(key), folder, former);
  Page page;
  while (!page.is_last) {
    TRY_ASSIGN(page, database.read_here([&key, &former, behind = page.last](store::Transaction& transaction) {
      return read_page(transaction, key, behind, former);
    }));
    for (const PageObject& object : page.objects) TRY(builder.add(object));
  }
  if (builder.added() == static_cast<std::size_t>(count)) return builder.finish();
  return unavailable("The index changed while it was packed; try again.", 1,
                     "a pack has " + std::to_string(builder.added()) + " objects and not " + std::to_string(count));
}

std::string end_of_pack(const SharedPack& pack, const PackKey& key, const View& view, std::string_view config_json) {
  PackStream stream = pack.stream;
  Deflater deflater;
  if (own_objects(key) == 3) stream.add(deflater, ObjectKind::blob, config_json);
  stream.add(deflater, ObjectKind::tree, view.root_content);
  stream.add(deflater, ObjectKind::commit, view.commit_content);
  stream.finish();
  return stream.take();
}

}  // namespace entrepot::git
