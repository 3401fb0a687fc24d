#include "storage/ledger/head.hpp"

namespace wayside::ledger {

Bytes head_message(const Head& head) {
    ByteWriter out;
    out.raw(view_of("wayside head 1"));
    out.raw(head.region.view());
    out.raw(head.space.view());
    out.raw(head.device.view());
    out.raw(head.entry.log.view());
    out.u64(head.entry.sequence);
    out.raw(head.chain);
    return out.take();
}

void sign_head(Head& head, const crypto::Signer& signer) {
    head.signature = signer.sign(head_message(head));
}

bool is_signed(const Head& head, const crypto::PublicKey& by) {
    return crypto::verify(by, head_message(head), head.signature);
}

}  // namespace wayside::ledger
