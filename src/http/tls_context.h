#pragma once

#include <openssl/types.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::http {

/// The server's certificate and TLS settings: TLS 1.2 or later, ALPN "h2" before "http/1.1" (RFC 7301), session
/// tickets. Reading the files again swaps in a new context; connections keep the one they began with. Any thread.
class TlsContext {
 public:
  static Result<std::unique_ptr<TlsContext>> load(std::string certificate_file, std::string key_file);

  /// On error the context that was there stays.
  Result<void> reload();
  std::shared_ptr<SSL_CTX> current() const;

 private:
  TlsContext(std::string certificate_file, std::string key_file);

  std::string certificate_file_;
  std::string key_file_;
  mutable std::mutex mutex_;
  std::shared_ptr<SSL_CTX> context_;
};

}  // namespace entrepot::http
