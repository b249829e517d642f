package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

class TuningTest {
    @Test
    void theContainerImageHasTheOptionsThatAreMeasured() throws IOException {
        String image = Files.readString(Path.of("..", "compose", "Dockerfile"));

        assertThat(Tuning.AS_DEPLOYED.options())
                .filteredOn(option -> option.startsWith("-XX"))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(image).containsPattern("[ \"]" + quoted(option)));
    }

    private static String quoted(String option) {
        return Pattern.quote(option) + "[ \"]";
    }
}
