#include "http/client_address.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace entrepot::http {
namespace {

TEST(AddressBlock, HoldsTheAddressesThatBeginAsItDoes) {
  struct Case {
    std::string_view block, address;
    bool inside;
  };
  for (const Case& c : {
           Case{"10.0.0.0/8", "10.255.0.1", true},
           {"10.0.0.0/8", "11.0.0.1", false},
           {"10.1.2.3/8", "10.9.9.9", true},
           {"192.168.4.0/22", "192.168.7.255", true},
           {"192.168.4.0/22", "192.168.8.0", false},
           {"127.0.0.1", "127.0.0.1", true},
           {"127.0.0.1", "127.0.0.2", false},
           {"0.0.0.0/0", "203.0.113.9", true},
           {"0.0.0.0/0", "2001:db8::1", false},
           {"::/0", "203.0.113.9", true},
           {"2001:db8::/33", "2001:db8:7fff::1", true},
           {"2001:db8::/33", "2001:db8:8000::1", false},
           {"::1", "::1", true},
           {"10.0.0.0/8", "::ffff:10.1.1.1", true},
           {"10.0.0.0/8", "unknown", false},
           {"10.0.0.0/8", "", false},
       }) {
    const auto block = AddressBlock::parse(c.block);
    ASSERT_TRUE(block.has_value()) << c.block;
    EXPECT_EQ(block->contains(c.address), c.inside) << c.block << " " << c.address;
  }
}

TEST(AddressBlock, IsNothingElse) {
  for (const std::string_view text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129",
                                      "10.0.0", "localhost", "10.0.0.0 /8", "10.0.0.0/8/8"}) {
    EXPECT_FALSE(AddressBlock::parse(text).has_value()) << text;
  }
  EXPECT_FALSE(AddressBlock::parse(std::string(1000, '1')).has_value());
}

TEST(ClientAddress, IsReadFromTheRightThroughTrustedHopsOnly) {
  const std::vector<AddressBlock> trusted = {*AddressBlock::parse("127.0.0.1"), *AddressBlock::parse("10.0.0.0/8"),
                                             *AddressBlock::parse("2001:db8::/32")};
  struct Case {
    std::string_view peer;
    std::vector<std::string_view> forwarded;
    std::string_view client;
  };
  for (const Case& c : std::vector<Case>{
           {"127.0.0.1", {}, "127.0.0.1"},
           {"127.0.0.1", {""}, "127.0.0.1"},
           {"127.0.0.1", {"203.0.113.9"}, "203.0.113.9"},
           {"127.0.0.1", {"1.2.3.4, 203.0.113.9"}, "203.0.113.9"},            // the client has made up the first
           {"127.0.0.1", {"1.2.3.4,203.0.113.9 , 10.0.0.2"}, "203.0.113.9"},  // two proxies
           {"127.0.0.1", {"203.0.113.9", "10.0.0.2"}, "203.0.113.9"},         // each with a line of its own
           {"127.0.0.1", {"1.2.3.4", "203.0.113.9"}, "203.0.113.9"},
           {"127.0.0.1", {"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},  // all of them trusted: the one who began
           {"127.0.0.1", {"unknown"}, "127.0.0.1"},
           {"127.0.0.1", {"1.2.3.4, , 10.0.0.2"}, "10.0.0.2"},
           {"127.0.0.1", {"203.0.113.9:4711"}, "203.0.113.9"},
           {"127.0.0.1", {"[2001:db9::7]:4711"}, "2001:db9::7"},
           {"127.0.0.1", {"2001:db9::7"}, "2001:db9::7"},
           {"127.0.0.1", {"203.0.113.9, 2001:db8::1"}, "203.0.113.9"},
           {"127.0.0.1", {"["}, "127.0.0.1"},
           {"198.51.100.1", {"203.0.113.9"}, "198.51.100.1"},  // no proxy of ours
       }) {
    std::vector<Field> fields{{"host", "x"}, {"forwarded", "for=9.9.9.9"}};
    for (const std::string_view value : c.forwarded) fields.push_back({"x-forwarded-for", value});
    fields.push_back({"x-forwarded-proto", "https"});
    EXPECT_EQ(client_address(trusted, c.peer, fields), c.client) << c.peer;
  }
}

}  // namespace
}  // namespace entrepot::http
