#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/lru_cache.h"

namespace entrepot::auth {

struct LoginDelayOptions {
  Milliseconds first{250};  ///< 0: nobody is ever slowed
  Milliseconds longest{8'000};
  int free_failures = 3;
  std::size_t waiting_limit = 256;
};

/// Who tries a credential: an address, and the name that goes with it (none with a bare token).
struct Guesser {
  enum class Secret : std::uint8_t {
    guessable,  ///< a password, or a token that a user chose
    random,     ///< has the form of those made here: hopeless to guess, so trying it need not be refused
  };
  std::string_view address;
  std::string_view name{};
  Secret secret = Secret::guessable;
};

/// Remembers wrong credentials, and decides who may try one at all. Asked before anything is looked up or hashed; what
/// the PrincipalCache knows never comes here. After the free failures, an address has one try at a name (or at tokens
/// without a name) per penalty, which doubles up to the longest; other names from there only share a light limit of one
/// try per first delay, so that nobody locks the neighbours behind an address out. The same light limit holds for one
/// name from all addresses. IPv6 addresses count by their /64, which is what one host has. Bounded; failures are
/// forgotten after `kMemory`. Owned by the Authenticator; any thread.
class LoginDelay {
 public:
  using Moment = std::chrono::steady_clock::time_point;  ///< penalties are shorter than the wall clock's seconds
  static constexpr Seconds kMemory{900};
  static constexpr int kMostAtOnce = 8;   ///< tries under way from one address, or at one name
  static constexpr int kMostParked = 4;   ///< answers held back for one address
  static constexpr int kLightFactor = 8;  ///< times the free failures: then an address or a name is slowed as a whole

  explicit LoginDelay(LoginDelayOptions options) : options_(options), records_(kRecords) {}

  /// One look-up. Lives until its outcome is known.
  class Attempt {
   public:
    Attempt(LoginDelay& owner, const Guesser& guesser, Moment now);
    ~Attempt();
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    /// How long it must not be made yet; zero: go on.
    Milliseconds refused() const { return refused_; }
    /// It was wrong: how long to hold the answer back.
    Milliseconds failed(Moment now);

   private:
    LoginDelay& owner_;
    const bool is_refusable_;
    const std::string pair_;
    const std::string address_;
    const std::string name_;  ///< empty: none
    Milliseconds refused_{0};
    bool is_counted_ = false;
  };

  /// A place among those whose answer is held back; `granted` is false when there is none for the address, or at all.
  class Place {
   public:
    Place(LoginDelay& owner, std::string_view address);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool granted() const { return granted_; }

   private:
    LoginDelay& owner_;
    const std::string key_;
    const bool granted_;
  };

 private:
  struct Record {
    int failures = 0;
    int under_way = 0;
    int parked = 0;
    Moment last{};
    Moment until{};
  };
  static constexpr std::size_t kRecords = 16'384;

  Record get(const std::string& key, Moment now);
  void put(const std::string& key, const Record& record);
  Milliseconds wait_of(const Record& record, int free, Moment now) const;
  Milliseconds penalty(int failures) const;
  bool park(const std::string& key);

  LoginDelayOptions options_;
  std::mutex mutex_;  // makes reading and replacing records one step
  LruCache<std::string, Record> records_;
  std::size_t waiting_ = 0;
};

/// An address as it is counted: IPv4 whole (also when mapped into IPv6), IPv6 by its /64.
std::string address_group(std::string_view address);

}  // namespace entrepot::auth
