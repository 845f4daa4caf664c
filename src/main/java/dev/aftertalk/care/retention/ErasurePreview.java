package dev.aftertalk.care.retention;

/**
 * What would be erased.
 *
 * @param events events that would name nobody any more
 * @param conversations conversations whose answers would be nobody's
 * @param comments texts by others that name the person
 * @param promoCodes codes that would be nobody's and stay used
 */
public record ErasurePreview(int events, int conversations, int comments, int promoCodes) {

    public boolean nothing() {
        return events + conversations + comments + promoCodes == 0;
    }
}
