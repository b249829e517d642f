package dev.ganglion.specification;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

class ResponseValidatorTest {
    private static final String KETTLE = "/kitchen/v1/kettles/k1";
    private static final String JSON = "application/json";

    private final Specification kitchen;
    private ResponseValidator validator;

    ResponseValidatorTest(@TempDir Path folder) {
        kitchen = Kitchen.in(folder);
        validator = new ResponseValidator(kitchen, List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"owner": "@alice:test.local", "litres": 2, "colour": "red"}
                    {"owner": "@alice:test.local", "inside": {"owner": "@bob:test.local"}, "new": 1}
                    """)
    void aBodyAsDescribedConforms(String body) {
        assertThat(judge("GET", KETTLE, 200, body)).isInstanceOf(Verdict.Conforms.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []                                               | at ""
                    {"litres": 2}                                    | owner
                    {"owner": "alice"}                               | at "/owner"
                    {"owner": "@alice:test.local", "litres": "two"}  | at "/litres"
                    {"owner": "@alice:test.local", "inside": {}}     | at "/inside"
                    {"owner": "@alice:test.local", "colour": "blue"} | at "/colour"
                    {"owner":                                        | not JSON
                    """)
    void aBodyThatDiffersIsCaughtWithItsPlace(String body, String words) {
        assertFaults(judge("GET", KETTLE, 200, body))
                .anySatisfy(fault -> assertThat(fault).contains(words));
    }

    @Test
    void aSchemaMayReferToTheComponentsOfItsDocument() {
        String kettles = "/kitchen/v1/kettles/all";

        assertThat(judge("GET", kettles, 200, "{\"next\": \"t1\"}"))
                .isInstanceOf(Verdict.Conforms.class);
        assertFaults(judge("GET", kettles, 200, "{\"next\": 1}"))
                .singleElement()
                .asString()
                .contains("/next");
    }

    @Test
    void whatIsNotSentAsJsonIsCaught() {
        Answer answer =
                new Answer("GET", KETTLE, false, 200, "text/plain", "{\"owner\": \"@a:b\"}");

        assertFaults(validator.judge(answer)).singleElement().asString().contains("text/plain");
    }

    @Test
    void whatAProposalAddsIsNotDescribedButItsErrorsAre() {
        assertThat(validator.judge(new Answer("GET", KETTLE, true, 200, JSON, "{}")))
                .isInstanceOf(Verdict.Unknown.class);
        assertFaults(validator.judge(new Answer("GET", KETTLE, true, 403, JSON, "{}"))).hasSize(1);
    }

    @Test
    void aStatusThatIsNotDocumentedIsCaught() {
        assertFaults(judge("GET", KETTLE, 201, "{}"))
                .singleElement()
                .asString()
                .contains("not documented");
    }

    @Test
    void anErrorIsAStandardErrorUnlessMoreIsSaid() {
        String error = "{\"errcode\": \"M_FORBIDDEN\"}";

        assertThat(judge("GET", KETTLE, 403, error)).isInstanceOf(Verdict.Conforms.class);
        assertFaults(judge("GET", KETTLE, 403, "{}")).hasSize(1);
        assertFaults(judge("GET", KETTLE, 429, error))
                .singleElement()
                .asString()
                .contains("retry_after_ms");
    }

    @Test
    void aRefusedAccessTokenIsAStandardErrorWhereMoreAuthenticationIsDescribed() {
        assertThat(judge("GET", KETTLE, 401, "{\"errcode\": \"M_UNKNOWN_TOKEN\"}"))
                .isInstanceOf(Verdict.Conforms.class);
        assertThat(judge("GET", KETTLE, 401, "{\"flows\": []}"))
                .isInstanceOf(Verdict.Conforms.class);
        assertFaults(judge("GET", KETTLE, 401, "{\"errcode\": \"M_FORBIDDEN\"}")).hasSize(1);
    }

    @Test
    void aResponseWithoutADescribedBodyIsPassedOver() {
        assertThat(judge("GET", KETTLE, 304, "")).isInstanceOf(Verdict.Undescribed.class);
    }

    @Test
    void anOperationThatTheSpecificationDoesNotHaveIsUnknown() {
        assertThat(judge("GET", "/kitchen/v1/pans", 200, "{}")).isInstanceOf(Verdict.Unknown.class);
        assertThat(judge("POST", KETTLE, 200, "{}")).isInstanceOf(Verdict.Unknown.class);
        assertThat(judge("GET", KETTLE + "/", 200, "{}")).isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void theDocumentThatKnowsTheStatusDecides() {
        assertThat(judge("GET", KETTLE, 202, "{\"lid\": 1}")).isInstanceOf(Verdict.Conforms.class);
        assertFaults(judge("GET", KETTLE, 202, "{}")).isNotEmpty();
    }

    @Test
    void aPathThatIsSpelledOutWinsOverAName() {
        assertFaults(judge("GET", "/kitchen/v1/kettles/all", 200, "{\"k1\": {}}"))
                .singleElement()
                .asString()
                .contains("/k1");
    }

    @ParameterizedTest
    @CsvSource({
        "/kettles/k1/state/m.room.name/key",
        "/kettles/k1/state/m.room.name/a%2Fb",
        "/kettles/k1/state/m.room.name/",
        "/kettles/k1/state/m.room.name"
    })
    void theStateKeyMayBeEmptyOrLeftOut(String path) {
        assertFaults(judge("PUT", "/kitchen/v1" + path, 200, "{}")).isNotEmpty();
    }

    @Test
    void aKnownDeviationOfTheDocumentsIsAllowedWhereItIsKnown() {
        Deviation deviation =
                new Deviation("getKettle", Pattern.compile("/litres"), "type", "half full");
        validator = new ResponseValidator(kitchen, List.of(deviation));

        assertThat(judge("GET", KETTLE, 200, "{\"owner\": \"@a:b\", \"litres\": 0.5}"))
                .isInstanceOf(Verdict.Conforms.class);
        assertFaults(
                        judge(
                                "GET",
                                "/kitchen/v1/kettles/all",
                                200,
                                "{\"k1\": {\"owner\": \"@a:b\", \"litres\": 0.5}}"))
                .isNotEmpty();
    }

    private Verdict judge(String method, String path, int status, String body) {
        return validator.judge(new Answer(method, path, false, status, JSON, body));
    }

    private static ListAssert<String> assertFaults(Verdict verdict) {
        return assertThat(verdict)
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Violates.class))
                .extracting(Verdict.Violates::faults)
                .asInstanceOf(InstanceOfAssertFactories.list(String.class));
    }
}
