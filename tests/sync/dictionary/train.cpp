// Trains the dictionary of coding 1 on made-up days: train SETUP OUT. Run twice, it writes the same
// bytes. See sync/FORMAT.md, "Dictionary".
#include <fstream>
#include <iostream>

#include "tests/sync/dictionary/lesson.hpp"
#include "tests/sync/scratch_folder.hpp"

int main(int count, char** words) {
    using namespace wayside;
    if (count != 3) {
        std::cerr << "usage: train SETUP OUT\n";
        return 2;
    }
    try {
        const sync::ScratchFolder scratch;
        const auto samples = sync::samples_of({.setup = words[1], .scratch = scratch.path()});
        const auto made = sync::learn(samples);
        if (!made) throw MachineError(made.refusal().detail);
        std::ofstream out(words[2], std::ios::binary);
        out << text_of(*made);
        out.close();
        if (!out) throw MachineError(std::string("cannot write ") + words[2]);
        std::cout << samples.size() << " samples, " << made->size() << " bytes\n";
        return 0;
    } catch (const std::exception& broken) {
        std::cerr << "train: " << broken.what() << '\n';
        return 3;
    }
}
