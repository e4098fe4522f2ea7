#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "auth/credential.h"
#include "auth/password.h"
#include "auth/principal.h"
#include "auth/session.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "net/task.h"
#include "store/database.h"

namespace entrepot::auth {

struct AuthenticatorOptions {
  std::size_t cache_entries = 16'384;
  Seconds cache_time{600};  ///< how long a credential is believed without looking again
  PasswordCost password_cost{};
  Milliseconds first_delay{250};  ///< of a wrong credential; doubles with every further one
  Milliseconds longest_delay{8'000};
  int free_failures = 3;            ///< per address and name, before the first delay
  std::size_t waiting_limit = 256;  ///< wrong credentials being delayed at the same time; above it: rate_limited
  std::size_t password_threads = 2;
  std::size_t password_queue = 16;  ///< passwords waiting for those threads; above it: rate_limited
  SessionLimits sessions{};
};

struct AuthenticatorNumbers {
  std::uint64_t failures = 0;  ///< wrong credentials; none at all is not one
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t password_checks = 0;
};

using PrincipalPointer = std::shared_ptr<const Principal>;

/// Whether somebody did something, or a page that was left open asked by itself, which does not keep a session alive.
enum class SessionUse : std::uint8_t { attended, unattended };

/// Turns credentials into principals. Owned by Registry. Any thread and any loop; argon2 runs on
/// a small pool of its own, so that nobody stops the rest of the house by guessing passwords.
class Authenticator {
 public:
  Authenticator(store::Database& database, const Clock& clock, Random& random, AuthenticatorOptions options);
  ~Authenticator();  ///< stops
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  /// Ends the threads that check passwords, after what they have, and all waiting; before the loops of those who wait
  /// are gone.
  void stop();

  /// The hot path: a principal that is known and still believed, or null. Never waits. Counts as a use of its key. A
  /// secret that can be guessed is known only where it was shown before, so that guesses from elsewhere are slowed.
  PrincipalPointer find(const Credential& credential, std::string_view peer_address);
  PrincipalPointer find_path_token(std::int64_t repository_id, std::string_view token, std::string_view peer_address);

  /// Looks the credential up. ErrorCode::unauthenticated when it is wrong, expired, revoked or its user disabled (after
  /// the delay that wrong ones get); `rate_limited`, and nothing looked at, when wrong ones came from this address too
  /// fast (LoginDelay), or when too many passwords are being checked.
  net::Task<Result<PrincipalPointer>> authenticate(Credential credential, std::string peer_address);
  /// A token in the path of one repository (only entitlement tokens stand there). A number that no repository has gives
  /// the same answers at the same speed as one that has other tokens.
  net::Task<Result<PrincipalPointer>> authenticate_path_token(std::int64_t repository_id, Secret token,
                                                              std::string peer_address);

  /// The cookie of a session, which a browser sends by itself: one that is over is `unauthenticated` at once, because
  /// nobody guesses it and nobody chose to show it.
  PrincipalPointer find_session(std::string_view secret, SessionUse use);
  net::Task<Result<PrincipalPointer>> authenticate_session(Secret secret, SessionUse use);

  /// argon2id, for a password that is being set.
  net::Task<Result<std::string>> hash_new_password(Secret password);

  /// Forgets principals at once, and what is being looked up at this moment. Called after a commit that changed them.
  void forget_user(std::int64_t user_id);
  void forget_key(std::int64_t key_id);
  void forget_session(std::int64_t session_id);
  /// All of them: a token that is set in one more repository makes the others' principals old too.
  void forget_entitlements();
  /// Those that read one repository: enough when a token ends there.
  void forget_entitlements_of(std::int64_t repository_id);
  void forget_all();

  /// Writes when keys and sessions were last used, in one transaction; a blocking thread calls it from time to time
  /// (Registry does).
  Result<void> flush_last_use();

  AuthenticatorNumbers numbers() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::auth
