#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"

namespace entrepot {

/// What other tools know a file by, beside its SHA-256: for comparing with what they say, never for trust. Lower-case
/// hex.
struct Digests {
  std::string md5;
  std::string sha1;
  std::string sha512;
};

/// The running digests of one file. One thread at a time.
class DigestRun {
 public:
  DigestRun();
  ~DigestRun();
  DigestRun(DigestRun&&) noexcept;
  DigestRun& operator=(DigestRun&&) noexcept;

  void update(ByteView bytes);
  /// Ends the run; the object must not be used again.
  Digests finish();

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace entrepot
