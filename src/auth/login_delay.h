#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/lru_cache.h"

namespace entrepot::auth {

struct LoginDelayOptions {
  Milliseconds first{250};
  Milliseconds longest{8'000};
  int free_failures = 3;
  std::size_t waiting_limit = 256;
};

/// Remembers wrong credentials per address and per name, and says how long the answer to the next wrong one is held
/// back. Right credentials never ask here, so nobody can lock somebody else out. Bounded; failures are forgotten after
/// `kMemory`. Owned by the Authenticator; any thread.
class LoginDelay {
 public:
  static constexpr Seconds kMemory{900};

  explicit LoginDelay(LoginDelayOptions options) : options_(options), records_(kRecords) {}

  /// Notes one failure; zero while the first few are free. `name` may be empty.
  Milliseconds failed(std::string_view address, std::string_view name, Timestamp now);

  /// A place among those whose answer is held back; `granted` is false when there is none.
  class Place {
   public:
    explicit Place(LoginDelay& owner) : owner_(owner), granted_(owner.waiting_++ < owner.options_.waiting_limit) {}
    ~Place() { --owner_.waiting_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool granted() const { return granted_; }

   private:
    LoginDelay& owner_;
    bool granted_;
  };

 private:
  struct Record {
    int failures = 0;
    Timestamp last{};
  };
  static constexpr std::size_t kRecords = 16'384;

  int note(std::string key, Timestamp now);

  LoginDelayOptions options_;
  std::mutex mutex_;  // makes reading and replacing a record one step
  LruCache<std::string, Record> records_;
  std::atomic<std::size_t> waiting_{0};
};

}  // namespace entrepot::auth
