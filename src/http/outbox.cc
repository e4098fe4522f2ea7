#include "http/outbox.h"

#include <span>
#include <utility>

#include "http/connection.h"

namespace entrepot::http {
namespace {

constexpr std::size_t kKeptCapacity = 64 * 1024;

}  // namespace

void Outbox::add(Connection& connection, std::string& bytes) {
  if (count_ == letters_.size()) send_all();
  Letter& letter = letters_.at(count_++);
  letter.connection = &connection;
  letter.bytes.swap(bytes);
}

void Outbox::send_all() {
  if (std::exchange(sending_, true)) return;
  for (Letter& letter : std::span(letters_).first(count_)) {
    letter.connection->fenced([&letter] { letter.connection->send_letter(letter.bytes); });
    letter.bytes.clear();
    if (letter.bytes.capacity() > kKeptCapacity) std::string().swap(letter.bytes);
  }
  count_ = 0;
  sending_ = false;
}

}  // namespace entrepot::http
