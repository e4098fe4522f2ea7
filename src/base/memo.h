#pragma once

#include <memory>
#include <mutex>

namespace entrepot {

/// What the first user of an immutable object makes of it and leaves there for the others, as long as the object lives:
/// an upper layer keeps what it wants ready (header fields) without the lower one knowing what that is. Of one type per
/// memo. Any thread; who comes while it is made waits for it.
class Memo {
 public:
  template <typename T, typename Make>
  const T& get(Make make) const {
    std::call_once(made_, [&] { value_ = std::shared_ptr<const T>(new T(make())); });
    return *static_cast<const T*>(value_.get());
  }

 private:
  mutable std::once_flag made_;
  mutable std::shared_ptr<const void> value_;
};

}  // namespace entrepot
