package dev.ganglion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

class ArchitectureTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.ganglion");
    private static final JavaClasses SEEDED =
            new ClassFileImporter().importPackages("dev.ganglion.architecture.seeded");

    @ParameterizedTest
    @MethodSource("rulesOfTheHouse")
    void theHouseKeepsItsRules(ArchRule rule) {
        rule.check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("rulesThatTheSeededClassesBreak")
    void aSeededViolationIsFound(ArchRule rule) {
        assertThat(rule.evaluate(SEEDED).hasViolation())
                .as("the seeded classes break: " + rule.getDescription())
                .isTrue();
    }

    @Test
    void everyServiceIsLookedAt() {
        assertThat(HouseRules.SERVICES)
                .allSatisfy(
                        service ->
                                assertThat(HOUSE)
                                        .as(service)
                                        .anyMatch(
                                                type ->
                                                        type.getPackageName()
                                                                .startsWith(
                                                                        "dev.ganglion."
                                                                                + service)));
    }

    static Stream<Named<ArchRule>> rulesOfTheHouse() {
        HouseRules rules = new HouseRules("dev.ganglion");
        return Stream.of(
                        HouseRules.SERVICES.stream().map(rules::servicesDoNotKnowEachOther),
                        HouseRules.SERVICES.stream().map(rules::packagesHaveNoCircles),
                        Stream.of(
                                rules.packagesHaveNoCircles("protocol"),
                                rules.packagesHaveNoCircles("service"),
                                rules.protocolKnowsNoFramework(),
                                rules.nobodyBlocks(),
                                rules.theClockIsInjected(),
                                rules.namesSayWhatAClassIs(),
                                rules.everyPackageIsNullMarked()))
                .flatMap(each -> each)
                .map(rule -> Named.of(rule.getDescription(), rule));
    }

    static Stream<Named<ArchRule>> rulesThatTheSeededClassesBreak() {
        HouseRules rules = new HouseRules("dev.ganglion.architecture.seeded");
        return Stream.of(
                        rules.servicesDoNotKnowEachOther("room"),
                        rules.packagesHaveNoCircles("room"),
                        rules.protocolKnowsNoFramework(),
                        rules.nobodyBlocks(),
                        rules.theClockIsInjected(),
                        rules.namesSayWhatAClassIs(),
                        rules.everyPackageIsNullMarked())
                .map(rule -> Named.of(rule.getDescription(), rule));
    }
}
