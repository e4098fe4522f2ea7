#include "http/request_id.h"

#include "base/random.h"

namespace entrepot::http {

RequestIdMaker::RequestIdMaker() : state_(0) {
  SystemRandom random;
  random.fill(reinterpret_cast<std::byte*>(&state_), sizeof state_);
}

RequestId RequestIdMaker::next() {
  // SplitMix64: each state gives another number, and neighbours look nothing alike.
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
  mixed ^= mixed >> 31;
  RequestId id;
  for (std::size_t i = 0; i < id.size(); ++i) id[i] = "0123456789abcdef"[(mixed >> (60 - 4 * i)) & 15];
  return id;
}

}  // namespace entrepot::http
