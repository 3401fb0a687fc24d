// Every doctest runner's main; doctest's own closing lines are what CI reads.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
