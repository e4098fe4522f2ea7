#include <fmt/format.h>

#include "cli/command_page.h"

namespace entrepot::cli {
namespace {

/// For a shell, between single quotes. Bash and zsh end the quotes for one quote, fish escapes it.
std::string shell_quoted(std::string_view text, std::string_view quote = R"('\'')") {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += quote;
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string fish_quoted(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '\\' ? std::string("\\\\") : std::string(1, c);
  return shell_quoted(escaped, "\\'");
}

/// The first sentence: what fits beside a word.
std::string brief(std::string_view help) {
  const std::size_t end = help.find(". ");
  std::string out(help.substr(0, end));
  if (out.ends_with('.')) out.pop_back();
  return out;
}

template <typename Range, typename Get>
std::string joined(const Range& range, Get get, std::string_view separator = " ") {
  std::string out;
  for (const auto& one : range) {
    const std::string text = get(one);
    if (text.empty()) continue;
    if (!out.empty()) out += separator;
    out += text;
  }
  return out;
}

std::string flags_of(const CommandPage& page) {
  return joined(page.options, [](const OptionPage& option) {
    return option.is_positional ? std::string() : joined(option.names, [](const std::string& name) { return name; });
  });
}

bool takes_files(const CommandPage& page) {
  for (const OptionPage& option : page.options) {
    if (option.is_positional && option.is_file()) return true;
  }
  return false;
}

/// The `case` lines that follow the words of the line down to the command they name. `help` only stands before others.
std::string descent(const CommandPage& program) {
  std::string out;
  for (const CommandPage* page : all_pages(program)) {
    for (const CommandPage& command : page->commands) {
      out += fmt::format("      {}) path={} ;;\n", shell_quoted(command.path), shell_quoted(command.path));
    }
  }
  return out;
}

/// One `case` pattern per spelling of an option: "'entrepot list packages -q'|'entrepot list packages --query'".
std::string spellings(const CommandPage& page, const OptionPage& option) {
  return joined(option.names, [&page](const std::string& name) { return shell_quoted(page.path + " " + name); }, "|");
}

using OptionLine = std::string (*)(const OptionPage& option);

std::string option_cases(const CommandPage& program, OptionLine line) {
  std::string out;
  for (const CommandPage* page : all_pages(program)) {
    for (const OptionPage& option : page->options) {
      if (option.is_positional || option.value_name.empty()) continue;
      out += fmt::format("    {}) {} ;;\n", spellings(*page, option), line(option));
    }
  }
  return out;
}

std::string bash_line(const OptionPage& option) {
  const std::vector<std::string> words = option.words();
  if (!words.empty()) {
    const std::string list = joined(words, [](const std::string& word) { return word; });
    return fmt::format("mapfile -t COMPREPLY < <(compgen -W {} -- \"$current\"); return", shell_quoted(list));
  }
  if (option.is_file() || option.is_folder()) {
    return fmt::format("compopt -o filenames; mapfile -t COMPREPLY < <(compgen -{} -- \"$current\"); return",
                       option.is_folder() ? 'd' : 'f');
  }
  return "return";
}

std::string zsh_line(const OptionPage& option) {
  const std::vector<std::string> words = option.words();
  if (!words.empty())
    return "compadd -- " + joined(words, [](const std::string& word) { return shell_quoted(word); }) + "; return";
  if (option.is_folder()) return "_files -/; return";
  return option.is_file() ? "_files; return" : "_message " + shell_quoted(option.value_name) + "; return";
}

/// "name:what it is", as _describe of zsh takes it.
std::string zsh_described(std::string_view name, std::string_view help) {
  std::string escaped;
  for (const char c : name) escaped += c == ':' ? std::string("\\:") : std::string(1, c);
  return shell_quoted(escaped + ":" + brief(help));
}

}  // namespace

std::string bash_completion(const CommandPage& program, const std::vector<Topic>& topics) {
  std::string script = R"(# bash completion of entrepot; made by `entrepot completion bash`
# For this shell: source <(entrepot completion bash). For good: write it to
# ~/.local/share/bash-completion/completions/entrepot
_entrepot() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path='entrepot' helping= i
  local commands= flags= files=
  COMPREPLY=()
  # --flag=value comes as three words.
  if [[ $current == = ]]; then current=; fi
  if [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    if [[ $i == 1 && ${COMP_WORDS[i]} == help ]]; then helping=1; continue; fi
    case "$path ${COMP_WORDS[i]}" in
)" + descent(program) + R"(    esac
  done
  case "$path $previous" in
)" + option_cases(program, &bash_line) +
                       R"(  esac
  case $path in
)";
  for (const CommandPage* page : all_pages(program)) {
    const bool is_root = page == &program;
    script += fmt::format("    {}) commands={} flags={} files={} ;;\n", shell_quoted(page->path),
                          shell_quoted(joined(page->commands, [](const CommandPage& command) { return command.name; }) +
                                       (is_root ? " help" : "")),
                          shell_quoted(flags_of(*page)), takes_files(*page) ? 1 : 0);
  }
  return script + R"(  esac
  if [[ $helping ]]; then
    flags= files=0
    if [[ $path == entrepot ]]; then commands+=)" +
         shell_quoted(" " + joined(topics, [](const Topic& topic) { return topic.name; })) + R"(; fi
  fi
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$current")
  elif [[ $commands ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
  elif [[ $files == 1 ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _entrepot entrepot
)";
}

std::string zsh_completion(const CommandPage& program, const std::vector<Topic>& topics) {
  std::string script = R"(#compdef entrepot
# zsh completion of entrepot; made by `entrepot completion zsh`. Write it to a file `_entrepot` in a folder of $fpath,
# or, for this shell and after compinit: source <(entrepot completion zsh)
_entrepot() {
  local path='entrepot' previous=${words[CURRENT-1]} helping= files=0
  local -a commands flags
  integer i
  for ((i = 2; i < CURRENT; ++i)); do
    if [[ $i == 2 && ${words[i]} == help ]]; then helping=1; continue; fi
    case "$path ${words[i]}" in
)" + descent(program) + R"(    esac
  done
  case "$path $previous" in
)" + option_cases(program, &zsh_line) +
                       R"(  esac
  case $path in
)";
  for (const CommandPage* page : all_pages(program)) {
    script += fmt::format("    {})\n      files={}\n", shell_quoted(page->path), takes_files(*page) ? 1 : 0);
    script += fmt::format("      commands=({})\n", joined(page->commands, [](const CommandPage& command) {
                            return zsh_described(command.name, command.help);
                          }));
    script += fmt::format(
        "      flags=({})\n      ;;\n", joined(page->options, [](const OptionPage& option) {
          if (option.is_positional) return std::string();
          return joined(option.names, [&option](const std::string& name) { return zsh_described(name, option.help); });
        }));
  }
  return script + R"(  esac
  if [[ $path == entrepot ]]; then
    if [[ -n $helping ]]; then commands+=()" +
         joined(topics, [](const Topic& topic) { return zsh_described(topic.name, topic.title); }) +
         R"(); else commands+=('help:Explain a command'); fi
  fi
  if [[ $PREFIX == -* ]]; then
    _describe -o 'option' flags
  elif (( ${#commands} )); then
    _describe 'command' commands
  elif [[ $files == 1 ]]; then
    _files
  fi
}
if [[ $funcstack[1] == _entrepot ]]; then _entrepot "$@"; else compdef _entrepot entrepot; fi
)";
}

std::string fish_completion(const CommandPage& program, const std::vector<Topic>& topics) {
  std::string script = R"(# fish completion of entrepot; made by `entrepot completion fish`. Write it to
# ~/.config/fish/completions/entrepot.fish
function __entrepot_path
    set -l path 'entrepot'
    for word in (commandline -opc)[2..-1]
        switch "$path $word"
)";
  for (const CommandPage* page : all_pages(program)) {
    for (const CommandPage& command : page->commands) {
      script += fmt::format("            case {0}\n                set path {0}\n", fish_quoted(command.path));
    }
  }
  script += R"(        end
    end
    echo $path
end
function __entrepot_at
    test (__entrepot_path) = $argv[1]
end
complete -c entrepot -f
complete -c entrepot -n "__entrepot_at entrepot" -a help -d 'Explain a command'
)";
  for (const Topic& topic : topics) {
    script += fmt::format(
        "complete -c entrepot -n '__entrepot_at entrepot; and __fish_seen_subcommand_from help' -a {} -d {}\n",
        fish_quoted(topic.name), fish_quoted(topic.title));
  }
  for (const CommandPage* page : all_pages(program)) {
    const std::string here = fmt::format("complete -c entrepot -n \"__entrepot_at '{}'\"", page->path);
    for (const CommandPage& command : page->commands) {
      script += fmt::format("{} -a {} -d {}\n", here, fish_quoted(command.name), fish_quoted(brief(command.help)));
    }
    if (takes_files(*page)) script += here + " -F\n";
    for (const OptionPage& option : page->options) {
      if (option.is_positional) continue;
      script += here;
      for (const std::string& name : option.names) {
        script += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      const std::vector<std::string> words = option.words();
      if (!words.empty()) {
        script += " -x -a " + fish_quoted(joined(words, [](const std::string& word) { return word; }));
      } else if (option.is_file() || option.is_folder()) {
        script += " -r -F";
      } else if (!option.value_name.empty()) {
        script += " -x";
      }
      script += " -d " + fish_quoted(brief(option.help)) + "\n";
    }
  }
  return script;
}

}  // namespace entrepot::cli
