package dev.ganglion.auth.captcha;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The service that makes and checks captchas; without a site key nobody is asked for one. The
 * defaults are those of reCAPTCHA; hCaptcha and Turnstile speak the same.
 *
 * @param secretFile a file that holds the secret; white space around it does not count
 * @param verificationUrl where answers are checked
 * @param timeout for the check
 * @param scriptUrl what shows the captcha on the page for clients that cannot
 * @param widgetClass the class that the script looks for
 * @param responseField the field in which it leaves the answer
 * @param pageSources where that page may load scripts and frames from
 */
@Validated
@ConfigurationProperties("ganglion.captcha")
public record CaptchaProperties(
        Optional<String> siteKey,
        Optional<String> secret,
        @Nullable Path secretFile,
        @NotNull @DefaultValue("https://www.google.com/recaptcha/api/siteverify")
                URI verificationUrl,
        @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 1) @DefaultValue("5s")
                Duration timeout,
        @NotNull @DefaultValue("https://www.google.com/recaptcha/api.js") URI scriptUrl,
        @NotNull @Pattern(regexp = "[a-z-]+") @DefaultValue("g-recaptcha") String widgetClass,
        @NotNull @Pattern(regexp = "[a-z-]+") @DefaultValue("g-recaptcha-response")
                String responseField,
        @NotEmpty @DefaultValue({"https://www.google.com", "https://www.gstatic.com"})
                List<@Pattern(regexp = "https?://[A-Za-z0-9.*:-]+") String> pageSources) {
    /** Without the secret, which must not get into a log. */
    @Override
    public String toString() {
        return "CaptchaProperties";
    }
}
