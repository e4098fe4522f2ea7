#include <gtest/gtest.h>

#include <array>
#include <type_traits>

#include "auth/password.h"
#include "auth/sealing.h"
#include "auth/secret.h"
#include "auth/tokens.h"

namespace entrepot::auth {
namespace {

static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
template <typename T>
concept Printable = requires(std::ostream& stream, const T& value) { stream << value; };
static_assert(!Printable<Secret>);

TEST(Password, is_verified_by_its_hash_alone) {
  const Secret password(std::string("correct horse"));
  const auto hash = hash_password(password, kTestPasswordCost);
  ASSERT_TRUE(hash.has_value());
  EXPECT_TRUE(hash->starts_with("$argon2id$"));
  EXPECT_TRUE(verify_password(*hash, password));
  EXPECT_FALSE(verify_password(*hash, Secret(std::string("correct house"))));
  EXPECT_FALSE(verify_password("", password));
  EXPECT_FALSE(verify_password("nonsense", password));
  EXPECT_FALSE(verify_password(std::string(1000, 'x'), password));
  EXPECT_NE(*hash, *hash_password(password, kTestPasswordCost));
}

TEST(Password, has_8_to_256_characters_and_is_no_key) {
  SystemRandom random;
  EXPECT_FALSE(check_password(Secret(std::string("short"))).has_value());
  EXPECT_FALSE(check_password(Secret(std::string(257, 'x'))).has_value());
  EXPECT_FALSE(check_password(make_api_key(random)).has_value());
  EXPECT_TRUE(check_password(Secret(std::string("long enough"))).has_value());
}

TEST(Token, is_made_in_the_form_that_is_promised) {
  SystemRandom random;
  const Secret key = make_api_key(random);
  EXPECT_EQ(key.reveal().size(), 44U);
  EXPECT_TRUE(looks_like_api_key(key.reveal()));
  const Secret token = make_entitlement_token(random);
  EXPECT_EQ(token.reveal().size(), 24U);
  EXPECT_TRUE(check_custom_token(token.reveal()).has_value());
  EXPECT_FALSE(check_custom_token(key.reveal()).has_value());
  EXPECT_NE(TokenHash(key), TokenHash(make_api_key(random)));
}

TEST(Token, chosen_by_a_user_keeps_the_rules) {
  EXPECT_TRUE(check_custom_token("a2345678").has_value());
  EXPECT_TRUE(check_custom_token("0._-0._-").has_value());
  EXPECT_TRUE(check_custom_token(std::string(48, 'a')).has_value());
  for (const std::string& bad : {std::string("a234567"), std::string(49, 'a'), std::string("-2345678"),
                                 std::string("a234567/"), std::string("a234567 "), std::string("settings")}) {
    EXPECT_FALSE(check_custom_token(bad).has_value()) << bad;
  }
}

TEST(Sealing, opens_only_with_the_same_key_and_unchanged) {
  SystemRandom random;
  std::array<std::byte, Sealer::kKeySize> key{};
  const Sealer sealer = Sealer::from_key(key).value();
  const Secret secret(std::string("a token"));
  const std::string sealed = sealer.seal(secret, random);
  EXPECT_EQ(sealed.find("a token"), std::string::npos);
  EXPECT_NE(sealed, sealer.seal(secret, random));
  const auto opened = sealer.open(sealed);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->reveal(), "a token");
  key[0] = std::byte{1};
  EXPECT_FALSE(Sealer::from_key(key)->open(sealed).has_value());
  std::string changed = sealed;
  changed.back() = changed.back() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(sealer.open(changed).has_value());
  EXPECT_FALSE(sealer.open("").has_value());
  EXPECT_FALSE(Sealer::from_key(std::span(key).first(16)).has_value());
}

}  // namespace
}  // namespace entrepot::auth
