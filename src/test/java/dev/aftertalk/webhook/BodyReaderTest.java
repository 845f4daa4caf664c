package dev.aftertalk.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyReaderTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 20_000, 100_000})
    void readsBodiesOfAnySizeUpToTheLimit(int size) throws Exception {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 7);
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(body);
        assertThat(new BodyReader(100_000, Duration.ofSeconds(9)).read(request)).isEqualTo(body);
    }

    @Test
    void givesUpOnASenderThatTricklesForTooLong() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(new byte[10]);
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> new BodyReader(100, Duration.ofNanos(-1)).read(request));
        assertThat(refusal.status()).isEqualTo(408);
    }

    @Test
    void takesNoBodyThatIsShorterThanDeclared() {
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public long getContentLengthLong() {
                return 11;
            }
        };
        request.setContent(new byte[10]);
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> new BodyReader(100, Duration.ofSeconds(9)).read(request));
        assertThat(refusal.status()).isEqualTo(400);
    }

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
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> new BodyReader(100, Duration.ofSeconds(9)).inflate(bomb));
        assertThat(refusal.status()).isEqualTo(413);
    }
}
