#include "auth/authenticator.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "auth/credential_key.h"
#include "auth/last_use.h"
#include "auth/login_delay.h"
#include "auth/lookup.h"
#include "auth/principal_cache.h"
#include "auth/tokens.h"
#include "base/encoding.h"
#include "base/try.h"
#include "net/blocking_pool.h"
#include "net/event_loops.h"
#include "net/single_flight.h"

namespace entrepot::auth {

using Found = std::optional<Principal>;
using FoundTask = net::Task<Result<Found>>;

namespace {

/// What came of a look-up, for all who wait for it.
struct Looked {
  PrincipalPointer principal{};  ///< null: the credential is wrong
  Milliseconds pause{0};         ///< then how long to hold the answer back
};

std::unexpected<Error> too_many(Milliseconds wait) {
  return rate_limited("Too many wrong credentials; try again later.",
                      std::max(1, static_cast<int>(std::chrono::ceil<Seconds>(wait).count())));
}

/// Who tries something: what has the form of a token made here is the same whatever name comes with it.
/// To a guesser what is remembered of others' sign-ins must tell nothing before LoginDelay was asked.
std::string shown_from(std::string_view address, std::string_view secret) {
  return is_random_token(secret) ? std::string() : address_group(address);
}

Guesser guesser_of(std::string_view address, std::string_view name, const Secret& secret) {
  if (is_random_token(secret.reveal())) return {.address = address, .secret = Guesser::Secret::random};
  return {.address = address, .name = name};
}

}  // namespace

struct Authenticator::State {
  store::Database& database;
  net::BlockingPool passwords;  // of its own: a flood of wrong passwords must not stop downloads and publishes
  const Clock& clock;
  AuthenticatorOptions options;
  CredentialHasher hasher;
  PrincipalCache cache;
  LastUse last_use;
  LastUse last_use_of_sessions;
  LoginDelay delay;
  net::SingleFlight<CredentialKey, Looked, CredentialKeyHash> flights;
  std::atomic<std::uint64_t> failures{0};
  std::atomic<std::uint64_t> hits{0};
  std::atomic<std::uint64_t> misses{0};
  std::atomic<std::uint64_t> password_checks{0};

  State(store::Database& database_in, const Clock& clock_in, Random& random, AuthenticatorOptions options_in)
      : database(database_in),
        passwords(options_in.password_threads, options_in.password_queue),
        clock(clock_in),
        options(options_in),
        hasher(random),
        cache(options_in.cache_entries),
        delay({options_in.first_delay, options_in.longest_delay, options_in.free_failures, options_in.waiting_limit}) {}

  PrincipalPointer find(const CredentialKey& key, SessionUse use = SessionUse::attended) {
    const Timestamp now = clock.now();
    const auto known = cache.find(key, now);
    if (!known) return nullptr;
    hits.fetch_add(1, std::memory_order_relaxed);
    if (known->last_use && use == SessionUse::attended) LastUse::note(*known->last_use, now);
    return known->principal;
  }

  PrincipalPointer keep(const CredentialKey& key, Principal principal, PrincipalCache::Epoch epoch) {
    const Timestamp now = clock.now();
    KnownPrincipal known{.principal = std::make_shared<const Principal>(std::move(principal)),
                         .good_until = now + options.cache_time};
    if (known.principal->key_id != 0) {
      known.last_use = last_use.cell(known.principal->key_id);
      LastUse::note(*known.last_use, now);
    }
    PrincipalPointer kept = known.principal;
    cache.insert(key, std::move(known), epoch);
    return kept;
  }

  /// What everybody gets whose credential is wrong, however it is wrong.
  static Error wrong() {
    return Error{.code = ErrorCode::unauthenticated, .message = "The credentials are not known, expired or revoked."};
  }

  /// One look-up per credential, however many requests bring it at once. Whoever guesses too fast gets none.
  net::Task<Result<PrincipalPointer>> look_up(CredentialKey key, Guesser guesser,
                                              std::move_only_function<FoundTask()> work) {
    misses.fetch_add(1, std::memory_order_relaxed);
    auto looked = co_await flights.run(
        key, [this, key, guesser, look = std::move(work)]() mutable { return fly(key, guesser, std::move(look)); });
    if (!looked) co_return std::unexpected(std::move(looked).error());
    if (looked->principal) co_return looked->principal;
    co_return co_await refuse(guesser.address, looked->pause);
  }

  net::Task<Result<Looked>> fly(CredentialKey key, Guesser guesser, std::move_only_function<FoundTask()> look) {
    // The look-up before may have ended between this caller's miss and its turn to look.
    if (auto known = find(key)) co_return Looked{.principal = std::move(known)};
    LoginDelay::Attempt attempt(delay, guesser, std::chrono::steady_clock::now());
    if (attempt.refused().count() > 0) co_return too_many(attempt.refused());
    const PrincipalCache::Epoch epoch = cache.epoch();
    CO_TRY_ASSIGN(Found found, co_await look());
    if (!found) co_return Looked{.pause = attempt.failed(std::chrono::steady_clock::now())};
    co_return Looked{.principal = keep(key, std::move(*found), epoch)};
  }

  net::Task<Result<PrincipalPointer>> refuse(std::string_view address, Milliseconds pause) {
    failures.fetch_add(1, std::memory_order_relaxed);
    if (pause.count() == 0) co_return std::unexpected(wrong());
    const LoginDelay::Place place(delay, address);
    if (!place.granted()) co_return too_many(pause);
    co_await net::sleep_for(pause);
    co_return std::unexpected(wrong());
  }

  /// argon2id beside everything else, for a few at a time; who finds no place there may come again.
  template <typename Work, typename Outcome = std::invoke_result_t<Work&>>
  net::Task<Outcome> with_password(Work work) {
    auto done = co_await passwords.run(std::move(work));
    if (!done && done.error().code == ErrorCode::unavailable) {
      co_return rate_limited("Too many passwords are being checked at the moment; try again in a second.", 1);
    }
    co_return done;
  }

  FoundTask find_token(Secret token) {
    const Timestamp now = clock.now();
    co_return co_await database.read([hash = TokenHash(token), now](store::Transaction& transaction) -> Result<Found> {
      TRY_ASSIGN(Found key, find_api_key(transaction, hash, now));
      if (key) return key;
      return find_entitlement(transaction, hash);
    });
  }

  FoundTask find_path_token(std::int64_t repository_id, Secret token) {
    co_return co_await database.read([hash = TokenHash(token), repository_id](store::Transaction& transaction) {
      return find_entitlement_in(transaction, repository_id, hash);
    });
  }

  FoundTask find_named(std::string name, Secret secret) {
    if (looks_like_api_key(secret.reveal())) {
      CO_TRY_ASSIGN(Found key, co_await find_token(secret));
      if (key && equals_ignoring_case(key->user, name)) co_return key;
      co_return std::nullopt;
    }
    CO_TRY_ASSIGN(auto login, co_await database.read([name](store::Transaction& transaction) {
      return find_user_login(transaction, name);
    }));
    const std::string hash = login ? login->password_hash : std::string();
    CO_TRY_ASSIGN(const bool right, co_await with_password([this, hash, secret]() -> Result<bool> {
                    password_checks.fetch_add(1, std::memory_order_relaxed);
                    if (!hash.empty()) return verify_password(hash, secret);
                    verify_nothing(secret, options.password_cost);
                    return false;
                  }));
    if (!right) co_return std::nullopt;
    co_return std::move(login->principal);
  }

  /// No delays and no counted failures: see Authenticator::find_session.
  net::Task<Result<Looked>> fly_session(CredentialKey key, Secret secret, SessionUse how) {
    if (auto known = find(key, how)) co_return Looked{.principal = std::move(known)};
    const PrincipalCache::Epoch epoch = cache.epoch();
    CO_TRY_ASSIGN(auto login, co_await database.read([hash = TokenHash(secret)](store::Transaction& transaction) {
      return auth::find_session(transaction, hash);
    }));
    const Timestamp now = clock.now();
    if (!login) co_return Looked{};
    const std::shared_ptr<LastUse::Cell> use = last_use_of_sessions.cell(login->principal.session_id);
    // What was not written down yet counts too.
    login->times.last_used_at = std::max(login->times.last_used_at, from_unix(use->load(std::memory_order_relaxed)));
    if (now >= idle_end(login->times, options.sessions)) co_return Looked{};
    if (how == SessionUse::attended) LastUse::note(*use, now);
    KnownPrincipal known{
        .principal = std::make_shared<const Principal>(std::move(login->principal)),
        .good_until = std::min<Timestamp>(now + options.cache_time, absolute_end(login->times, options.sessions)),
        .last_use = use,
        .idle_limit = options.sessions.idle};
    PrincipalPointer kept = known.principal;
    cache.insert(key, std::move(known), epoch);
    co_return Looked{.principal = std::move(kept)};
  }

  FoundTask find_credential(Credential credential) {
    if (credential.kind == Credential::Kind::token) return find_token(std::move(credential.secret));
    return find_named(std::move(credential.name), std::move(credential.secret));
  }

  template <typename Predicate>
  void forget_if(Predicate matches) {
    cache.forget_if(matches);
    // After the epoch's end: who asks from now on must not join a look-up that began before.
    flights.abandon_if([](const CredentialKey&) { return true; });
  }
};

Authenticator::Authenticator(store::Database& database, const Clock& clock, Random& random,
                             AuthenticatorOptions options)
    : state_(std::make_unique<State>(database, clock, random, options)) {}

Authenticator::~Authenticator() = default;

void Authenticator::stop() {
  state_->passwords.stop();
  state_->flights.stop();
}

PrincipalPointer Authenticator::find(const Credential& credential, std::string_view peer_address) {
  return state_->find(state_->hasher.of(credential, shown_from(peer_address, credential.secret.reveal())));
}

PrincipalPointer Authenticator::find_path_token(std::int64_t repository_id, std::string_view token,
                                                std::string_view peer_address) {
  return state_->find(state_->hasher.of_path_token(repository_id, token, shown_from(peer_address, token)));
}

net::Task<Result<PrincipalPointer>> Authenticator::authenticate(Credential credential, std::string peer_address) {
  const CredentialKey key = state_->hasher.of(credential, shown_from(peer_address, credential.secret.reveal()));
  if (auto known = state_->find(key)) co_return known;
  co_return co_await state_->look_up(key, guesser_of(peer_address, credential.name, credential.secret),
                                     [this, credential]() { return state_->find_credential(credential); });
}

net::Task<Result<PrincipalPointer>> Authenticator::authenticate_path_token(std::int64_t repository_id, Secret token,
                                                                           std::string peer_address) {
  const CredentialKey key =
      state_->hasher.of_path_token(repository_id, token.reveal(), shown_from(peer_address, token.reveal()));
  if (auto known = state_->find(key)) co_return known;
  co_return co_await state_->look_up(key, guesser_of(peer_address, {}, token), [this, repository_id, token]() {
    return state_->find_path_token(repository_id, token);
  });
}

PrincipalPointer Authenticator::find_session(std::string_view secret, SessionUse use) {
  return state_->find(state_->hasher.of_session(secret), use);
}

net::Task<Result<PrincipalPointer>> Authenticator::authenticate_session(Secret secret, SessionUse use) {
  const CredentialKey key = state_->hasher.of_session(secret.reveal());
  if (auto known = state_->find(key, use)) co_return known;
  state_->misses.fetch_add(1, std::memory_order_relaxed);
  CO_TRY_ASSIGN(Looked looked, co_await state_->flights.run(
                                   key, [this, key, secret, use]() { return state_->fly_session(key, secret, use); }));
  if (!looked.principal) co_return std::unexpected(State::wrong());
  co_return std::move(looked.principal);
}

net::Task<Result<std::string>> Authenticator::hash_new_password(Secret password) {
  CO_TRY(check_password(password));
  const PasswordCost cost = state_->options.password_cost;
  co_return co_await state_->with_password([password, cost] { return hash_password(password, cost); });
}

void Authenticator::forget_user(std::int64_t user_id) {
  state_->forget_if([user_id](const Principal& principal) { return principal.user_id == user_id; });
}

void Authenticator::forget_key(std::int64_t key_id) {
  state_->forget_if([key_id](const Principal& principal) { return principal.key_id == key_id; });
}

void Authenticator::forget_session(std::int64_t session_id) {
  state_->forget_if([session_id](const Principal& principal) { return principal.session_id == session_id; });
}

void Authenticator::forget_entitlements() {
  state_->forget_if([](const Principal& principal) { return principal.kind == PrincipalKind::entitlement; });
}

void Authenticator::forget_entitlements_of(std::int64_t repository_id) {
  state_->forget_if([repository_id](const Principal& principal) {
    return std::ranges::binary_search(principal.entitled_repositories, repository_id);
  });
}

void Authenticator::forget_all() {
  state_->forget_if([](const Principal&) { return true; });
}

Result<void> Authenticator::flush_last_use() {
  const auto keys = state_->last_use.changes();
  const auto sessions = state_->last_use_of_sessions.changes();
  if (keys.empty() && sessions.empty()) return {};
  TRY(state_->database.write_here([&keys, &sessions](store::Transaction& transaction) -> Result<void> {
    for (const auto& [key_id, used] : keys) {
      TRY(transaction.execute("UPDATE api_keys SET last_used_at = :a WHERE id = :b", {used, key_id}));
    }
    for (const auto& [session_id, used] : sessions) {
      TRY(transaction.execute("UPDATE sessions SET last_used_at = :a WHERE id = :b", {used, session_id}));
    }
    return {};
  }));
  state_->last_use.mark_written(keys);
  state_->last_use_of_sessions.mark_written(sessions);
  return {};
}

AuthenticatorNumbers Authenticator::numbers() const {
  return {.failures = state_->failures.load(std::memory_order_relaxed),
          .hits = state_->hits.load(std::memory_order_relaxed),
          .misses = state_->misses.load(std::memory_order_relaxed),
          .password_checks = state_->password_checks.load(std::memory_order_relaxed)};
}

}  // namespace entrepot::auth
