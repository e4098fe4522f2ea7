#include "http/http2_codec.h"
namespace entrepot::http {
std::unique_ptr<Codec> make_http2_codec(Connection& c) { c.close(); return nullptr; }
std::unique_ptr<Codec> make_upgraded_http2_codec(Connection& c, std::unique_ptr<UpgradedRequest>) { c.close(); return nullptr; }
}
