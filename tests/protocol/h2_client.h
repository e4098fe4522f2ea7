#pragma once

#include <nghttp2/nghttp2.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/test_server.h"

namespace entrepot::protocol_test {

/// What a stream has come to.
struct H2Answer {
  int status = 0;
  std::map<std::string, std::string> fields;
  std::string body;
  bool closed = false;
  std::uint32_t error = 0;
};

/// An HTTP/2 client over nghttp2. Bytes go through two functions, so that sockets and TLS both do.
class H2Client {
 public:
  using Send = std::function<bool(std::string_view)>;
  using Receive = std::function<std::string()>;
  enum class Begin { prior_knowledge, upgraded };
  enum class Window { automatic, manual };

  H2Client(Send send, Receive receive, Begin begin = Begin::prior_knowledge, Window window = Window::automatic)
      : send_(std::move(send)), receive_(std::move(receive)) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_option* options = nullptr;
    nghttp2_option_new(&options);
    if (window == Window::manual) nghttp2_option_set_no_auto_window_update(options, 1);
    nghttp2_session_client_new2(&session, callbacks, this, options);
    nghttp2_option_del(options);
    nghttp2_session_callbacks_del(callbacks);
    if (begin == Begin::upgraded) {
      const std::string settings = h2c_settings();
      nghttp2_session_upgrade2(session, reinterpret_cast<const std::uint8_t*>(settings.data()), settings.size(), 0,
                               nullptr);
    }
    const nghttp2_settings_entry entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 65535};
    nghttp2_submit_settings(session, 0, &entry, 1);
  }
  ~H2Client() { nghttp2_session_del(session); }
  H2Client(const H2Client&) = delete;
  H2Client& operator=(const H2Client&) = delete;

  /// The SETTINGS that cargo's libcurl sends: 100 streams, window 65536, no push.
  static std::string h2c_settings() { return {"\0\3\0\0\0\x64\0\4\0\1\0\0\0\2\0\0\0\0", 18}; }

  std::int32_t request(std::string method, std::string path, std::vector<std::pair<std::string, std::string>> more = {},
                       const std::string* body = nullptr) {
    std::vector<std::pair<std::string, std::string>> fields{
        {":method", method}, {":scheme", "http"}, {":authority", "h"}, {":path", path}};
    for (auto& field : more) fields.push_back(field);
    std::vector<nghttp2_nv> values;
    for (auto& [name, value] : fields) {
      values.push_back({reinterpret_cast<std::uint8_t*>(name.data()), reinterpret_cast<std::uint8_t*>(value.data()),
                        name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
    }
    nghttp2_data_provider provider{};
    if (body != nullptr) {
      uploads_.push_back(std::make_unique<Upload>(Upload{body, 0}));
      provider.source.ptr = uploads_.back().get();
      provider.read_callback = on_read;
    }
    return nghttp2_submit_request(session, nullptr, values.data(), values.size(), body != nullptr ? &provider : nullptr,
                                  nullptr);
  }

  bool flush() {
    const std::uint8_t* bytes = nullptr;
    while (true) {
      const ssize_t size = nghttp2_session_mem_send(session, &bytes);
      if (size < 0) return false;
      if (size == 0) return true;
      if (!send_({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)})) return false;
    }
  }

  /// Sends and receives until the condition holds; false when the server has closed or fallen silent before.
  bool run_until(const std::function<bool()>& done) {
    while (!done()) {
      flush();
      const std::string bytes = receive_();
      if (bytes.empty()) return done();
      feed(bytes);
    }
    flush();
    return true;
  }
  void feed(std::string_view bytes) {
    nghttp2_session_mem_recv(session, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }

  H2Answer get(const std::string& path) {
    const std::int32_t id = request("GET", path);
    run_until([&] { return answers[id].closed; });
    return answers[id];
  }

  nghttp2_session* session = nullptr;
  std::map<std::int32_t, H2Answer> answers;
  std::vector<std::uint32_t> goaways;
  std::size_t settings_received = 0;

 private:
  struct Upload {
    const std::string* body;
    std::size_t sent;
  };

  static H2Client& self(void* user) { return *static_cast<H2Client*>(user); }
  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                       const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* user) {
    H2Answer& answer = self(user).answers[frame->hd.stream_id];
    const std::string key(reinterpret_cast<const char*>(name), name_size);
    const std::string text(reinterpret_cast<const char*>(value), value_size);
    if (key == ":status") answer.status = std::stoi(text);
    answer.fields[key] = text;
    return 0;
  }
  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes, std::size_t size,
                     void* user) {
    self(user).answers[id].body.append(reinterpret_cast<const char*>(bytes), size);
    return 0;
  }
  static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t error, void* user) {
    self(user).answers[id].closed = true;
    self(user).answers[id].error = error;
    return 0;
  }
  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    if (frame->hd.type == NGHTTP2_GOAWAY) self(user).goaways.push_back(frame->goaway.error_code);
    if (frame->hd.type == NGHTTP2_SETTINGS) ++self(user).settings_received;
    return 0;
  }
  static ssize_t on_read(nghttp2_session*, std::int32_t, std::uint8_t* out, std::size_t most, std::uint32_t* flags,
                         nghttp2_data_source* source, void*) {
    Upload& upload = *static_cast<Upload*>(source->ptr);
    const std::size_t size = upload.body->copy(reinterpret_cast<char*>(out), most, upload.sent);
    upload.sent += size;
    if (upload.sent == upload.body->size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(size);
  }

  Send send_;
  Receive receive_;
  std::vector<std::unique_ptr<Upload>> uploads_;
};

/// A client over a plain socket.
struct CleartextH2 {
  explicit CleartextH2(TestServer& server, H2Client::Begin begin = H2Client::Begin::prior_knowledge,
                       H2Client::Window window = H2Client::Window::automatic)
      : socket(server.port()),
        h2([this](std::string_view bytes) { return socket.send(bytes); }, [this] { return socket.receive(); }, begin,
           window) {}

  Client socket;
  H2Client h2;
};

}  // namespace entrepot::protocol_test
