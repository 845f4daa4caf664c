package dev.aftertalk.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {

    private static final byte[] BODY = "{}".getBytes(UTF_8);

    private final SignatureVerifier verifier = new SignatureVerifier(List.of("first", "second"));

    @TestFactory
    Stream<DynamicTest> verifiesEveryVectorAndNoneWithAnotherSecretOrBody() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/webhook/signature-vectors.json")) {
            JsonNode vectors = new ObjectMapper().readTree(file).get("vectors");
            assertThat(vectors).hasSizeGreaterThanOrEqualTo(5);
            return StreamSupport.stream(vectors.spliterator(), false)
                    .map(vector -> DynamicTest.dynamicTest(vector.get("case").asText(), () -> verify(vector)));
        }
    }

    private static void verify(JsonNode vector) {
        String secret = vector.get("secret").asText();
        byte[] body = vector.get("signedBytesUtf8").asText().getBytes(UTF_8);
        String header = vector.get("header").asText().split(": ", 2)[1];
        assertThat(new SignatureVerifier(List.of("old", secret)).matches(header, body))
                .isTrue();
        assertThat(new SignatureVerifier(List.of("old")).matches(header, body)).isFalse();
        assertThat(new SignatureVerifier(List.of(secret)).matches(header, "x".getBytes(UTF_8)))
                .isFalse();
    }

    @Test
    void takesEachSecretAndBothLetterCasesOfTheDigits() throws Exception {
        for (String secret : List.of("first", "second")) {
            String header = FrontDoor.sign(secret, BODY);
            assertThat(verifier.matches(header, BODY)).isTrue();
            assertThat(verifier.matches("sha256=" + header.substring(7).toUpperCase(Locale.ROOT), BODY))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "sha256",
                "sha256=",
                "sha256==",
                "sha256=00",
                "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "sha256=0000000000000000000000000000000000000000000000000000000000000000",
                "sha256=zz00000000000000000000000000000000000000000000000000000000000000"
            })
    void refusesWhatIsNoSignature(String header) {
        assertThat(verifier.matches(header, BODY)).isFalse();
    }

    @Test
    void refusesARightDigestUnderAnotherNameOrWithMoreBehindIt() throws Exception {
        String header = FrontDoor.sign("first", BODY);
        assertThat(verifier.matches(null, BODY)).isFalse();
        assertThat(verifier.matches(header.replace("sha256", "sha512"), BODY)).isFalse();
        assertThat(verifier.matches(header.replace("sha256=", "="), BODY)).isFalse();
        assertThat(verifier.matches(header + "=", BODY)).isFalse();
        assertThat(verifier.matches(header + "00", BODY)).isFalse();
    }

    @Test
    void refusesEverythingWithoutASecret() throws Exception {
        assertThat(new SignatureVerifier(List.of()).matches(FrontDoor.sign("first", BODY), BODY))
                .isFalse();
    }

    @Test
    void canBeSharedByThreads() throws Exception {
        List<byte[]> bodies = IntStream.range(0, 2000)
                .mapToObj(number -> ("{\"number\":" + number + "}").getBytes(UTF_8))
                .toList();
        assertThat(bodies.parallelStream().allMatch(this::signedAndVerified)).isTrue();
    }

    private boolean signedAndVerified(byte[] body) {
        try {
            return verifier.matches(FrontDoor.sign("second", body), body);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
