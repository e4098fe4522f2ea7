#include "auth/login_delay.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "base/checksum.h"
#include "base/encoding.h"

namespace entrepot::auth {
namespace {

/// Of the name only a hash is kept: names are as long as the client likes.
std::string hashed(std::string_view name) {
  return sha256(to_lower(name)).hex();
}

std::string pair_key(const Guesser& guesser) {
  if (guesser.secret == Guesser::Secret::random) return "random " + address_group(guesser.address);
  return "pair " + address_group(guesser.address) + ' ' + (guesser.name.empty() ? "" : hashed(guesser.name));
}

}  // namespace

std::string address_group(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));  // without an IPv6 zone
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) return text.substr(text.rfind(':') + 1);
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> group{};
  inet_ntop(AF_INET6, bytes.data(), group.data(), group.size());
  return std::string(group.data()) + "/64";
}

LoginDelay::Record LoginDelay::get(const std::string& key, Moment now) {
  const auto known = records_.find(key);
  if (!known) return {};
  Record record = *known;
  if (now - record.last >= kMemory) record.failures = 0;
  return record;
}

void LoginDelay::put(const std::string& key, const Record& record) {
  records_.insert(key, std::make_shared<const Record>(record), 1);
}

Milliseconds LoginDelay::wait_of(const Record& record, int free, Moment now) const {
  if (now < record.until) return std::chrono::ceil<Milliseconds>(record.until - now);
  // Beyond the free failures one at a time: many at once would all be admitted before the first one has failed.
  const bool is_crowded = record.under_way >= (record.failures >= free ? 1 : kMostAtOnce);
  return is_crowded ? options_.first : Milliseconds{0};
}

Milliseconds LoginDelay::penalty(int failures) const {
  if (failures <= options_.free_failures) return Milliseconds{0};
  const int doublings = std::min(failures - options_.free_failures - 1, 16);
  return std::min(options_.longest, options_.first * (1 << doublings));
}

LoginDelay::Attempt::Attempt(LoginDelay& owner, const Guesser& guesser, Moment now)
    : owner_(owner),
      is_refusable_(guesser.secret == Guesser::Secret::guessable && owner.options_.first.count() > 0),
      pair_(pair_key(guesser)),
      address_(is_refusable_ ? "address " + address_group(guesser.address) : ""),
      name_(is_refusable_ && !guesser.name.empty() ? "name " + hashed(guesser.name) : "") {
  if (!is_refusable_) return;
  const int light = owner_.options_.free_failures * kLightFactor;
  std::lock_guard lock(owner_.mutex_);
  Record pair = owner_.get(pair_, now);
  Record address = owner_.get(address_, now);
  refused_ = std::max(owner_.wait_of(pair, owner_.options_.free_failures, now), owner_.wait_of(address, light, now));
  Record name;
  if (!name_.empty()) {
    name = owner_.get(name_, now);
    refused_ = std::max(refused_, owner_.wait_of(name, light, now));
  }
  if (refused_.count() > 0) return;
  is_counted_ = true;
  ++pair.under_way;
  ++address.under_way;
  ++name.under_way;
  owner_.put(pair_, pair);
  owner_.put(address_, address);
  if (!name_.empty()) owner_.put(name_, name);
}

LoginDelay::Attempt::~Attempt() {
  if (!is_counted_) return;
  std::lock_guard lock(owner_.mutex_);
  for (const std::string* key : {&pair_, &address_, &name_}) {
    const auto known = owner_.records_.find(*key);
    if (!known) continue;
    Record record = *known;
    record.under_way = std::max(record.under_way - 1, 0);
    owner_.put(*key, record);
  }
}

Milliseconds LoginDelay::Attempt::failed(Moment now) {
  std::lock_guard lock(owner_.mutex_);
  Milliseconds pause{0};
  const int light = owner_.options_.free_failures * kLightFactor;
  for (const std::string* key : {&pair_, &address_, &name_}) {
    if (key->empty()) continue;
    Record record = owner_.get(*key, now);
    ++record.failures;
    record.last = now;
    Milliseconds wait = owner_.penalty(record.failures);
    if (key != &pair_) wait = record.failures > light ? owner_.options_.first : Milliseconds{0};
    record.until = now + wait;
    pause = std::max(pause, wait);
    owner_.put(*key, record);
  }
  return pause;
}

bool LoginDelay::park(const std::string& key) {
  std::lock_guard lock(mutex_);
  const auto known = records_.find(key);
  Record record = known ? *known : Record{};
  if (waiting_ >= options_.waiting_limit || record.parked >= kMostParked) return false;
  ++waiting_;
  ++record.parked;
  put(key, record);
  return true;
}

LoginDelay::Place::Place(LoginDelay& owner, std::string_view address)
    : owner_(owner), key_("parked " + address_group(address)), granted_(owner.park(key_)) {}

LoginDelay::Place::~Place() {
  if (!granted_) return;
  std::lock_guard lock(owner_.mutex_);
  --owner_.waiting_;
  const auto known = owner_.records_.find(key_);
  if (!known) return;
  Record record = *known;
  record.parked = std::max(record.parked - 1, 0);
  if (record.parked == 0) {
    owner_.records_.erase(key_);
  } else {
    owner_.put(key_, record);
  }
}

}  // namespace entrepot::auth
