#include "registry/shown_texts.h"

#include <mutex>
#include <unordered_map>
#include <utility>

namespace entrepot::registry {

/// Shared with every Room, which may outlive ShownTexts in an answer that is still being sent.
struct ShownTexts::Ledger {
  std::mutex mutex;  // of all that follows
  std::size_t alive = 0;
  std::unordered_map<std::string, std::size_t> of_caller;
  std::unordered_map<std::string, std::weak_ptr<const std::string>> texts;

  bool take(const ShownTextBounds& bounds, const std::string& caller, std::size_t bytes) {
    std::lock_guard lock(mutex);
    const auto found = of_caller.find(caller);
    const std::size_t has = found == of_caller.end() ? 0 : found->second;
    if (alive + bytes > bounds.alive || has + bytes > bounds.of_one) return false;
    alive += bytes;
    of_caller[caller] += bytes;
    return true;
  }

  void give_back(const std::string& caller, std::size_t bytes) {
    std::lock_guard lock(mutex);
    alive -= bytes;
    const auto found = of_caller.find(caller);
    if ((found->second -= bytes) == 0) of_caller.erase(found);
  }

  void forget(const std::string& key) {
    std::lock_guard lock(mutex);
    const auto found = texts.find(key);
    // Somebody may have added it anew meanwhile.
    if (found != texts.end() && found->second.expired()) texts.erase(found);
  }
};

ShownTexts::Room::Room(std::shared_ptr<Ledger> ledger, std::string caller, std::size_t bytes)
    : ledger_(std::move(ledger)), caller_(std::move(caller)), bytes_(bytes) {}
ShownTexts::Room::Room(Room&& other) noexcept
    : ledger_(std::move(other.ledger_)), caller_(std::move(other.caller_)), bytes_(other.bytes_) {}
ShownTexts::Room::~Room() {
  if (ledger_ != nullptr) ledger_->give_back(caller_, bytes_);
}

/// A text with its room: both go when the last who holds the text does.
struct ShownTexts::Held {
  Held(Room room_in, std::string key_in, std::string text_in)
      : room(std::move(room_in)), key(std::move(key_in)), text(std::move(text_in)) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { room.ledger_->forget(key); }

  Room room;
  std::string key;
  std::string text;
};

/// One shard, so that the largest text fits.
ShownTexts::ShownTexts(ShownTextBounds bounds)
    : bounds_(bounds), ledger_(std::make_shared<Ledger>()), kept_(bounds.kept, 1) {}

ShownText ShownTexts::find(const std::string& key) {
  if (ShownText kept = kept_.find(key)) return kept;
  ShownText alive;  // destroyed after the lock, which the end of a text takes too
  {
    std::lock_guard lock(ledger_->mutex);
    if (const auto found = ledger_->texts.find(key); found != ledger_->texts.end()) alive = found->second.lock();
  }
  if (alive) kept_.insert(key, alive, alive->size() + key.size() + decltype(kept_)::kOverhead);
  return alive;
}

Result<ShownTexts::Room> ShownTexts::reserve(const std::string& caller, std::size_t bytes) {
  if (bytes > bounds_.of_one) {
    return fail(ErrorCode::too_large, "This is too large to be shown; download the crate to look at it.");
  }
  if (ledger_->take(bounds_, caller, bytes)) return Room(ledger_, caller, bytes);
  // What nobody reads just now may go.
  kept_.clear();
  if (ledger_->take(bounds_, caller, bytes)) return Room(ledger_, caller, bytes);
  return unavailable("The server is sending as many files to be shown as it may at once; try again in a moment.", 2);
}

ShownText ShownTexts::add(Room room, std::string key, std::string text) {
  text.shrink_to_fit();  // or it would hold more than its room
  const auto held = std::make_shared<const Held>(std::move(room), key, std::move(text));
  ShownText shown(held, &held->text);
  {
    std::lock_guard lock(ledger_->mutex);
    ledger_->texts.insert_or_assign(key, shown);
  }
  const std::size_t cost = shown->size() + key.size() + decltype(kept_)::kOverhead;
  kept_.insert(std::move(key), shown, cost);
  return shown;
}

std::size_t ShownTexts::size_in_bytes() const {
  std::lock_guard lock(ledger_->mutex);
  return ledger_->alive;
}

}  // namespace entrepot::registry
