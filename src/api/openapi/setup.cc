#include <array>
#include <vector>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"
#include "setup/words.h"

namespace entrepot::api::openapi {
namespace {

template <std::span<const setup::Word> (*words)()>
const std::vector<std::string_view>& values() {
  static const std::vector<std::string_view> kValues = [] {
    std::vector<std::string_view> all;
    for (const setup::Word& word : words()) all.push_back(word.value);
    return all;
  }();
  return kValues;
}

/// The values are those of setup/words.cc.
std::span<const Field> selection_fields() {
  static const std::array<Field, setup::kDimensionCount> kFields{{
      {"protocol", one_of(values<setup::protocol_words>())},
      {"cargo", one_of(values<setup::cargo_words>())},
      {"credential", one_of(values<setup::credential_words>())},
      {"store", one_of(values<setup::store_words>())},
  }};
  return kFields;
}
constexpr Component kSelection{.name = "SetupSelection",
                               .note = "One value of each choice; a query that works.",
                               .role = Role::answer,
                               .fields = {},
                               .more = selection_fields};

constexpr auto kChosenFields = std::to_array<Field>({
    {"task", kTexts, "The tasks that the page is about."},
    {"crate", kText, "The crate that the lines use."},
    {"version", kText, "And which version of it."},
});
constexpr Component kChosen{.name = "SetupChosen",
                            .note = "What was asked for, completed by what fits best.",
                            .role = Role::answer,
                            .fields = kChosenFields,
                            .more = selection_fields};

constexpr auto kChoiceFields = std::to_array<Field>({
    {"value", kText},
    {"label", kText},
    {"note", kText},
    {"is_fitting", kFlag, "Whether it goes together with everything else that is chosen."},
    {"why_not", or_null(kText), "A sentence, when it does not."},
    {"selection", or_null(object_of(kSelection)),
     "What to choose to have this value: it alone changes if it fits; else the nearest that does, and null if nothing "
     "does."},
});
constexpr Component kChoice{"SetupChoice", "One value of a choice.", Role::answer, kChoiceFields};

constexpr auto kChoicesFields = std::to_array<Field>({
    {"protocol", list_of(kChoice)},
    {"cargo", list_of(kChoice)},
    {"credential", list_of(kChoice)},
    {"store", list_of(kChoice)},
    {"task", list_of(kChoice)},
});
constexpr Component kChoices{"SetupChoices", "Everything that can be chosen.", Role::answer, kChoicesFields};

constexpr auto kStepFields = std::to_array<Field>({
    {"text", kText},
    {"file", or_null(kText),
     "Where the code goes: '~/…' in the home, else below the folder of the project; null for lines of a shell, and for "
     "a "
     "text that is pasted where one is asked for."},
    {"language", kOneOf<"toml", "shell", "yaml", "groovy", "dockerfile", "text">},
    {"code", kText,
     "With placeholders for secrets, as {{api_key}}. In a shell they stand within single quotes, so a single quote in "
     "a value must be written '\\'' there."},
    {"secrets", list_of(kOneOf<"user", "password", "api_key", "entitlement_token">), "The placeholders in the code."},
});
constexpr Component kStep{"SetupStep", "One thing to do.", Role::answer, kStepFields};

constexpr auto kSectionFields = std::to_array<Field>({
    {"id", kOneOf<"configure", "credential", "depend", "install", "publish", "mirror", "upload">},
    {"title", kText},
    {"intro", kText},
    {"steps", list_of(kStep)},
});
constexpr Component kSection{"SetupSection", "Steps that belong together, in their order.", Role::answer,
                             kSectionFields};

constexpr auto kTroubleFields = std::to_array<Field>({
    {"error", kText, "A part of what is printed, literally."},
    {"cause", kText},
    {"fix", kText},
    {"code", or_null(kText), "Lines of a shell that help."},
});
constexpr Component kTrouble{"SetupTrouble", "What cargo prints when something is wrong, and what helps.", Role::answer,
                             kTroubleFields};

constexpr auto kPageFields = std::to_array<Field>({
    {"registry", kText, "What cargo calls the repository."},
    {"index", kText, "The URL of the index; may hold {{entitlement_token}}."},
    {"choices", object_of(kChoices)},
    {"chosen", object_of(kChosen)},
    {"sections", list_of(kSection)},
    {"notes", kTexts},
    {"troubleshooting", list_of(kTrouble)},
});
constexpr Component kSetupPage{"Setup", "How cargo, git and the command line use a repository.", Role::answer,
                               kPageFields, "v1_setup.json"};

constexpr Parameter kProtocol{"protocol", kText, "How cargo reads: sparse, sparse-token (token in the URL) or git."};
constexpr Parameter kCargo{"cargo", kText, "Which cargo: 1.74 (and newer), 1.68 (to 1.73) or older."};
constexpr Parameter kCredential{"credential", kText, "api-key, entitlement, password or none."};
constexpr Parameter kStore{"store", kText,
                           "Where it goes: config, environment, helper, github, gitlab, jenkins or docker."};
constexpr Parameter kTask{"task", kText,
                          "depend, install, publish, mirror, upload; several by commas. All that fit when left out."};
constexpr Parameter kCrate{"crate", kText, "The crate to use; the one published to last when left out."};
constexpr Parameter kVersion{"version", kText, "Which version of it; the newest when left out, or as latest."};
constexpr Parameter kRegistry{"registry", kText, "What cargo shall call it; NAMESPACE-REPOSITORY when left out."};
constexpr Parameter kUser{"user", kText, "Whose name stands in the lines; one's own when left out."};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "get_setup",
     .query = {&kProtocol, &kCargo, &kCredential, &kStore, &kTask, &kCrate, &kVersion, &kRegistry, &kUser},
     .replies = {ok(kSetupPage, "The lines to paste.")},
     .errors = {ErrorCode::invalid},
     .note =
         "What is not chosen is chosen as fits best; what does not go together is refused with a sentence. No secret "
         "is asked for or told: the code has placeholders."},
});

}  // namespace

constexpr Group kSetupGroup{"Set-up", "The lines that make cargo use a repository.", kDescriptions};

}  // namespace entrepot::api::openapi
