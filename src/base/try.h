#pragma once

#include <utility>

#include "base/error.h"

// TRY(expression);                    returns the error of a Result<…>, or goes on
// TRY_ASSIGN(auto x, expression);     the same, and keeps the value
// CO_TRY / CO_TRY_ASSIGN              the same inside a coroutine whose Task holds a Result
#define ENTREPOT_JOIN_(a, b) a##b
#define ENTREPOT_JOIN(a, b) ENTREPOT_JOIN_(a, b)

#define ENTREPOT_TRY_(name, keyword, ...)                            \
  do {                                                               \
    if (auto&& name = (__VA_ARGS__); !name.has_value()) [[unlikely]] \
      keyword ::std::unexpected(::std::move(name).error());          \
  } while (false)

#define ENTREPOT_TRY_ASSIGN_(name, keyword, target, ...)  \
  auto&& name = (__VA_ARGS__);                            \
  if (!name.has_value()) [[unlikely]]                     \
    keyword ::std::unexpected(::std::move(name).error()); \
  target = *::std::move(name)

#define TRY(...) ENTREPOT_TRY_(ENTREPOT_JOIN(try_result_, __LINE__), return, __VA_ARGS__)
#define TRY_ASSIGN(target, ...) ENTREPOT_TRY_ASSIGN_(ENTREPOT_JOIN(try_result_, __LINE__), return, target, __VA_ARGS__)
#define CO_TRY(...) ENTREPOT_TRY_(ENTREPOT_JOIN(try_result_, __LINE__), co_return, __VA_ARGS__)
#define CO_TRY_ASSIGN(target, ...) \
  ENTREPOT_TRY_ASSIGN_(ENTREPOT_JOIN(try_result_, __LINE__), co_return, target, __VA_ARGS__)
