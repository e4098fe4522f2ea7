#include "app/first_steps.h"

#include <gtest/gtest.h>

namespace entrepot::app {
namespace {

TEST(FirstSteps, ShowTheKeyOnceAndEveryLineACommandNeeds) {
  const std::string text = first_steps_text({"/opt/entrepot", "http://127.0.0.1:8088", "admin", "ent_k"});
  EXPECT_NE(text.find("    export ENTREPOT_API_KEY=ent_k\n"), std::string::npos);
  EXPECT_EQ(text.find("ent_k"), text.rfind("ent_k"));
  EXPECT_NE(text.find("    /opt/entrepot repos create admin/crates --private\n"), std::string::npos);
  EXPECT_NE(text.find("=sparse+http://127.0.0.1:8088/basic/admin/crates/cargo/\n"), std::string::npos);
}

}  // namespace
}  // namespace entrepot::app
