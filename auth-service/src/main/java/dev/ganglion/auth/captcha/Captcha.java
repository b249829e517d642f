package dev.ganglion.auth.captcha;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.service.config.SecretSetting;
import dev.ganglion.service.config.StartFailureException;
import dev.ganglion.service.outbound.OutboundHttp;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.BodyInserters;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.util.Optional;

/** Asks the service whether an answer is right. It is not told who asks. */
@Service
public class Captcha {
    /** The type of the stage, whatever service it is. */
    public static final String STAGE = "m.login.recaptcha";

    private static final Logger log = LoggerFactory.getLogger(Captcha.class);
    private static final int MAX_RESPONSE_LENGTH = 8_192;

    private final CaptchaProperties properties;
    private final Optional<String> secret;
    private final OutboundHttp http;

    Captcha(CaptchaProperties properties) {
        this.properties = properties;
        this.secret =
                properties
                        .siteKey()
                        .filter(key -> !key.isBlank())
                        .map(_ -> requiredSecret(properties));
        this.http = OutboundHttp.of("captcha", properties.timeout());
    }

    /** Whether captchas are asked for. */
    public boolean isThere() {
        return secret.isPresent();
    }

    /** What clients show a captcha with. */
    String siteKey() {
        return properties.siteKey().orElse("");
    }

    /** Fails with {@code M_CAPTCHA_INVALID}, or with 503 when the service does not answer. */
    Mono<Void> check(String response) {
        if (response.isEmpty() || response.length() > MAX_RESPONSE_LENGTH || secret.isEmpty()) {
            return Mono.error(invalid());
        }
        return http.client()
                .post()
                .uri(properties.verificationUrl())
                .body(BodyInserters.fromFormData("secret", secret.get()).with("response", response))
                .retrieve()
                .bodyToMono(byte[].class)
                .map(answer -> Json.parseObject(answer).bool("success").orElse(false))
                .timeout(properties.timeout())
                .onErrorMap(Captcha::away)
                .switchIfEmpty(Mono.error(() -> away(new IOException("no answer"))))
                .flatMap(isRight -> isRight ? Mono.empty() : Mono.error(invalid()));
    }

    @PreDestroy
    void stop() {
        http.close();
    }

    private static MatrixException away(Throwable failure) {
        log.warn("The captcha service does not answer as it should: {}", failure.getClass());
        return MatrixException.unavailable("Captchas cannot be checked at the moment: try again");
    }

    private static MatrixException invalid() {
        return MatrixException.of(
                401, ErrorCode.CAPTCHA_INVALID, "The captcha was not solved, or too long ago");
    }

    private static String requiredSecret(CaptchaProperties properties) {
        return SecretSetting.read(
                        "ganglion.captcha.secret",
                        properties.secret().orElse(null),
                        properties.secretFile())
                .orElseThrow(
                        () ->
                                new StartFailureException(
                                        "ganglion.captcha.site-key is set, but there is no secret",
                                        "Set ganglion.captcha.secret-file or"
                                                + " ganglion.captcha.secret"));
    }
}
