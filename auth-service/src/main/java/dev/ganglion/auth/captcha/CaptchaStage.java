package dev.ganglion.auth.captcha;

import dev.ganglion.auth.fallback.StagePage;
import dev.ganglion.auth.interactive.InteractiveSession;
import dev.ganglion.auth.interactive.Operation;
import dev.ganglion.auth.interactive.Stage;
import dev.ganglion.auth.lockout.ClientAddress;
import dev.ganglion.auth.page.ContentPolicy;
import dev.ganglion.auth.page.Form;
import dev.ganglion.auth.page.Page;
import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.JsonObject;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.Map;

/** A captcha that was solved. Client-server API, "Google ReCaptcha". */
@Component
class CaptchaStage implements Stage, StagePage {
    private final Captcha captcha;
    private final CaptchaProperties properties;

    CaptchaStage(Captcha captcha, CaptchaProperties properties) {
        this.captcha = captcha;
        this.properties = properties;
    }

    @Override
    public String type() {
        return Captcha.STAGE;
    }

    @Override
    public JsonObject params() {
        return JsonObject.of("public_key", captcha.siteKey());
    }

    @Override
    public Mono<JsonObject> complete(Operation operation, JsonObject auth) {
        return auth.string("response")
                .map(response -> captcha.check(response).thenReturn(JsonObject.EMPTY))
                .orElseGet(() -> Mono.error(CaptchaStage::needed));
    }

    @Override
    public Page page(InteractiveSession session) {
        return Page.of(
                        "stage-captcha",
                        Map.of(
                                "site_key", captcha.siteKey(),
                                "script", properties.scriptUrl().toASCIIString(),
                                "widget", properties.widgetClass()))
                .withPolicy(new ContentPolicy(properties.pageSources(), properties.pageSources()));
    }

    @Override
    public Mono<Turn> submitted(InteractiveSession session, Form form, ClientAddress client) {
        String response = form.field(properties.responseField()).orElse("");
        return Mono.just(new Turn.Attempt(JsonObject.of("response", response)));
    }

    private static MatrixException needed() {
        return MatrixException.of(401, ErrorCode.CAPTCHA_NEEDED, "A captcha is to be solved");
    }
}
