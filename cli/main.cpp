// wayside: one executable, one file a subcommand.

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <iostream>

#include "cli/command_line.hpp"
#include "cli/cut_off.hpp"

namespace {

using namespace wayside;

/// No patient's word may reach a core file, whatever the machine allows.
void forbid_core_dumps() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0);
}

/// Talk goes to standard error; WAYSIDE_LOG says how much (trace, debug, info, warn, error, off).
void set_up_log() {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("wayside"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    // No other thread is there yet.
    const char* level = std::getenv("WAYSIDE_LOG");  // NOLINT(concurrency-mt-unsafe)
    spdlog::set_level(spdlog::level::from_str(level == nullptr ? "info" : level));
}

}  // namespace

int main(int argc, char** argv) {
    forbid_core_dumps();
    CLI::App app{"Wayside: a clinic's own scheduler and queue."};
    app.name("wayside");
    app.require_subcommand(1);
    app.set_version_flag("--version", "wayside 0.1.0");
    cli::Run run;
    cli::add_init(app, run);
    cli::add_invite(app, run);
    cli::add_join(app, run);
    cli::add_cut_off(app, run);
    cli::add_serve(app, run);
    cli::add_replay(app, run);
    cli::add_digest(app, run);
    cli::add_verify(app, run);
    cli::add_show(app, run);
    cli::add_solve(app, run);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error, std::cout, std::cerr) == 0 ? 0 : static_cast<int>(cli::Exit::usage);
    }
    try {
        set_up_log();
        return static_cast<int>(run());
    } catch (const std::exception& error) {
        std::cerr << "wayside: " << error.what() << "\n";
        return static_cast<int>(cli::Exit::machine);
    }
}
