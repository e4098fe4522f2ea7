#include "http/tls_context.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>

#include <utility>

#include "base/try.h"

namespace entrepot::http {
namespace {

constexpr std::string_view kProtocols{"\x02h2\x08http/1.1", 12};
constexpr std::string_view kSessionContext = "entrepot";

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
  unsigned char* chosen = nullptr;
  const int found =
      SSL_select_next_proto(&chosen, out_length, reinterpret_cast<const unsigned char*>(kProtocols.data()),
                            static_cast<unsigned int>(kProtocols.size()), offered, offered_length);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

std::unexpected<Error> tls_error(std::string what) {
  std::string detail;
  while (const unsigned long code = ERR_get_error()) {
    char text[256];
    ERR_error_string_n(code, text, sizeof text);
    detail.append(detail.empty() ? "" : "; ").append(text);
  }
  return fail(ErrorCode::invalid, std::move(what), std::move(detail));
}

Result<std::shared_ptr<SSL_CTX>> make_context(const std::string& certificate_file, const std::string& key_file) {
  ERR_clear_error();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return tls_error("TLS could not be set up.");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION |
                                         SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);  // tickets only: the server remembers nothing
  SSL_CTX_set_session_id_context(context.get(), reinterpret_cast<const unsigned char*>(kSessionContext.data()),
                                 static_cast<unsigned int>(kSessionContext.size()));
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  const auto keys_differ = [&] {
    return tls_error("The TLS key " + key_file + " does not belong to the certificate " + certificate_file + ".");
  };
  if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1) {
    return tls_error("The TLS certificate file " + certificate_file + " cannot be read.");
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    if (ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH) return keys_differ();
    return tls_error("The TLS key file " + key_file + " cannot be read.");
  }
  if (SSL_CTX_check_private_key(context.get()) != 1) return keys_differ();
  return context;
}

}  // namespace

TlsContext::TlsContext(std::string certificate_file, std::string key_file)
    : certificate_file_(std::move(certificate_file)), key_file_(std::move(key_file)) {}

Result<std::unique_ptr<TlsContext>> TlsContext::load(std::string certificate_file, std::string key_file) {
  std::unique_ptr<TlsContext> tls(new TlsContext(std::move(certificate_file), std::move(key_file)));
  TRY(tls->reload());
  return tls;
}

Result<void> TlsContext::reload() {
  TRY_ASSIGN(std::shared_ptr<SSL_CTX> fresh, make_context(certificate_file_, key_file_));
  const std::lock_guard lock(mutex_);
  context_ = std::move(fresh);
  return {};
}

std::shared_ptr<SSL_CTX> TlsContext::current() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

}  // namespace entrepot::http
