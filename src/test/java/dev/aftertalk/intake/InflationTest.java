package dev.aftertalk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InflationTest {

    @Test
    void inflatesABombNoFurtherThanTheLimit() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int count = 0; count < 64; count++) {
                out.write(zeros);
            }
        }
        // Past the limit the bomb is damaged: only a reader that goes on would notice, and answer 400.
        byte[] bomb = packed.toByteArray();
        Arrays.fill(bomb, bomb.length / 2, bomb.length, (byte) 0xff);
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> new Inflation(100).inflate(bomb));
        assertThat(refusal.status()).isEqualTo(413);
    }
}
