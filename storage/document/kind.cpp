#include "storage/document/kind.hpp"

#include <array>

#include "storage/document/document_buffers.hpp"
#include "storage/document/foreign.hpp"

namespace wayside::document {
namespace {

constexpr std::size_t kinds = 5;

std::size_t index_of(Kind kind) {
    const auto index = static_cast<std::size_t>(kind) - 1;
    require(index < kinds, "a kind of document is one of five");
    return index;
}

struct Known {
    std::vector<TopMap> maps;
    Bytes change;
    ChangeHash hash{};
};

Known ask(Kind kind) {
    Known out;
    Answer maps;
    Answer change;
    const auto number = static_cast<std::uint8_t>(kind);
    require(wayside_kind_maps(number, maps.place()) == WAYSIDE_DONE &&
                wayside_kind_first_change(number, change.place()) == WAYSIDE_DONE,
            "both tables of kinds agree");
    out.maps = decode_maps(maps.view()).value();
    out.change.assign(change.view().begin(), change.view().end());
    out.hash = hash_of_change(out.change).value();
    return out;
}

const Known& known(Kind kind) {
    static const std::array<Known, kinds> all{ask(Kind::day), ask(Kind::patient), ask(Kind::rota),
                                              ask(Kind::setup), ask(Kind::care_case)};
    return all.at(index_of(kind));
}

}  // namespace

const std::vector<TopMap>& maps_of(Kind kind) {
    return known(kind).maps;
}

const Bytes& first_change(Kind kind) {
    return known(kind).change;
}

ChangeHash first_change_hash(Kind kind) {
    return known(kind).hash;
}

}  // namespace wayside::document
