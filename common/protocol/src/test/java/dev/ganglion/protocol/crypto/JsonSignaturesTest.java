package dev.ganglion.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import org.junit.jupiter.api.Test;

/** Appendices, "Cryptographic Test Vectors" and "Signing JSON". */
class JsonSignaturesTest {
    private static final SigningKey KEY =
            SigningKey.parse("ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");
    private static final JsonObject DATA = Json.parseObject("{\"one\":1,\"two\":\"Two\"}");

    @Test
    void theEmptyObjectIsSignedAsTheSpecificationSays() {
        assertThat(JsonSignatures.sign(JsonObject.EMPTY, "domain", KEY))
                .isEqualTo(
                        Json.parseObject(
                                """
                                {"signatures": {"domain": {
                                  "ed25519:1": "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"
                                }}}
                                """));
    }

    @Test
    void anObjectWithDataIsSignedAsTheSpecificationSays() {
        assertThat(JsonSignatures.sign(DATA, "domain", KEY))
                .isEqualTo(
                        Json.parseObject(
                                """
                                {"one": 1, "signatures": {"domain": {
                                  "ed25519:1": "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw"
                                }}, "two": "Two"}
                                """));
    }

    @Test
    void aSignatureCoversAllButSignaturesAndUnsigned() {
        JsonObject signed = JsonSignatures.sign(DATA, "domain", KEY);
        JsonObject noted = signed.with("unsigned", JsonObject.of("age", "1"));
        JsonObject changed = signed.with("one", new JsonNumber(2));

        assertThat(isSigned(signed)).isTrue();
        assertThat(isSigned(noted)).isTrue();
        assertThat(isSigned(changed)).isFalse();
    }

    @Test
    void anotherSignatureIsAddedBesideTheFirst() {
        SigningKey other = SigningKey.of(new KeyId("ed25519:2"), new byte[32]);

        JsonObject signed =
                JsonSignatures.sign(
                        JsonSignatures.sign(
                                JsonSignatures.sign(DATA, "domain", KEY), "domain", other),
                        "other",
                        other);

        assertThat(isSigned(signed)).isTrue();
        assertThat(JsonSignatures.verify(signed, "domain", other.id(), other.verifyKey())).isTrue();
        assertThat(JsonSignatures.verify(signed, "other", other.id(), other.verifyKey())).isTrue();
        assertThat(JsonSignatures.verify(signed, "other", KEY.id(), KEY.verifyKey())).isFalse();
    }

    @Test
    void whatIsNoSignatureIsNotValid() {
        assertThat(isSigned(DATA)).isFalse();
        assertThat(isSigned(DATA.with("signatures", new JsonString("x")))).isFalse();
        assertThat(isSigned(withSignature("not base64!"))).isFalse();
        assertThat(isSigned(withSignature("c2hvcnQ"))).isFalse();
    }

    private static JsonObject withSignature(String signature) {
        JsonObject ofDomain = JsonObject.of("ed25519:1", signature);
        return DATA.with("signatures", JsonObject.EMPTY.with("domain", ofDomain));
    }

    private static boolean isSigned(JsonObject object) {
        return JsonSignatures.verify(object, "domain", KEY.id(), KEY.verifyKey());
    }
}
