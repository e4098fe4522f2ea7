#include "git/answer.h"

#include "git/pkt_line.h"

namespace entrepot::git {
namespace {

void append_ack(std::string& out, const ObjectId& id, std::string_view how = {}) {
  std::string line = "ACK " + id.hex();
  if (!how.empty()) line.append(" ").append(how);
  append_pkt(out, line + "\n");
}

/// Any state in common is enough for the smallest pack there is, so the client is told to stop at once.
void append_common_v0(std::string& out, const FetchRequest& request, const std::vector<ObjectId>& common) {
  if (request.acks == AckMode::single && !common.empty()) return append_ack(out, common.front());
  for (const ObjectId& id : common) append_ack(out, id, request.acks == AckMode::detailed ? "common" : "continue");
  if (request.acks == AckMode::detailed && !request.done && !common.empty()) append_ack(out, common.back(), "ready");
}

}  // namespace

Preamble preamble_v0(const FetchRequest& request, const std::vector<ObjectId>& common) {
  Preamble preamble;
  if (request.wants.empty()) return preamble;
  // Every commit is its whole history: whatever the depth, nothing becomes shallow.
  if (request.deepens) append_flush(preamble.bytes);
  if (!request.negotiates) return preamble;
  append_common_v0(preamble.bytes, request, common);
  const bool single_told = request.acks == AckMode::single && !common.empty();
  if (!request.done) {
    if (!single_told) append_pkt(preamble.bytes, "NAK\n");
    return preamble;
  }
  if (common.empty()) {
    append_pkt(preamble.bytes, "NAK\n");
  } else if (!single_told) {
    append_ack(preamble.bytes, common.back());
  }
  preamble.pack_follows = true;
  return preamble;
}

Preamble preamble_v2(const FetchRequest& request, const std::vector<ObjectId>& common) {
  Preamble preamble;
  if (request.wants.empty()) return preamble;
  if (!request.done && !request.haves.empty()) {
    append_pkt(preamble.bytes, "acknowledgments\n");
    for (const ObjectId& id : common) append_ack(preamble.bytes, id);
    if (common.empty()) {
      append_pkt(preamble.bytes, "NAK\n");
      append_flush(preamble.bytes);
      return preamble;
    }
    append_pkt(preamble.bytes, "ready\n");
    append_delimiter(preamble.bytes);
  }
  append_pkt(preamble.bytes, "packfile\n");
  preamble.pack_follows = true;
  return preamble;
}

}  // namespace entrepot::git
