// cli/cut_off.hpp: wayside cut-off --data HUB --device ID
#pragma once

#include "cli/command_line.hpp"

namespace wayside::cli {

void add_cut_off(CLI::App& app, Run& run);

}  // namespace wayside::cli
