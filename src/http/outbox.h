#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace entrepot::http {

class Connection;

/// Short answers of one batch of events, sent one after the other when the batch is through. A client that is sent its
/// answer wakes up on another core; when all answers leave together, it is still awake for the next, and the server
/// does not pay for waking it each time. Owned by a ServerLoop; the loop's thread only.
class Outbox {
 public:
  /// Takes `bytes` and leaves them empty. `connection` stays where it is until the batch is through. Sends what is
  /// there first when it is full.
  void add(Connection& connection, std::string& bytes);
  bool is_sending() const { return sending_; }
  void send_all();  ///< nothing when it is under way already

 private:
  // A client that works through eight answers is awake as long as the next eight take; many more would leave the server
  // idle while the clients are busy, and the other way round. Nobody's answer waits for more than these.
  static constexpr std::size_t kMostLetters = 8;

  struct Letter {
    Connection* connection = nullptr;
    std::string bytes;  // its memory serves the next letter
  };

  std::array<Letter, kMostLetters> letters_;
  std::size_t count_ = 0;
  bool sending_ = false;
};

}  // namespace entrepot::http
