#include "contract/database_contract.h"
#include "store/sqlite.h"

namespace entrepot::store {
namespace {

struct Sqlite {
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder,
                                                const DatabaseContractOptions& with) {
    return open_sqlite(
        folder / "entrepot.db",
        {.write_queue_limit = with.write_queue_limit, .wait_limit = with.wait_limit, .migrations = with.migrations});
  }
  static std::vector<std::string> leftovers(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().filename() != "entrepot.db") names.push_back(entry.path().filename());
    }
    return names;
  }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, DatabaseContract, Sqlite);

}  // namespace
}  // namespace entrepot::store
