package dev.ganglion.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.jspecify.annotations.NullMarked;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of the house, for a root package, so that a seeded violation can stand in for the real
 * one.
 */
final class HouseRules {
    static final List<String> SERVICES =
            List.of("gateway", "auth", "room", "sync", "media", "moderation");

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    ArchRule servicesDoNotKnowEachOther(String service) {
        String[] others =
                SERVICES.stream()
                        .filter(other -> !other.equals(service))
                        .map(this::everythingIn)
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(everythingIn(service))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("services share common/* and nothing else")
                .allowEmptyShould(true);
    }

    ArchRule protocolKnowsNoFramework() {
        return classes()
                .that()
                .resideInAPackage(everythingIn("protocol"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        everythingIn("protocol"),
                        "tools.jackson.core..",
                        "org.bouncycastle..",
                        "com.google.re2j..",
                        "org.jspecify..")
                .because("the protocol is plain Java");
    }

    ArchRule nobodyBlocks() {
        return noClasses()
                .that()
                .resideInAnyPackage(serviceAndCommon())
                .should()
                .callMethodWhere(
                        target(owner(resideInAPackage("reactor.core.publisher..")))
                                .and(
                                        target(
                                                nameMatching(
                                                        "block|blockFirst|blockLast|blockOptional|toIterable|toStream"))))
                .because("a blocked event loop stops every request on it");
    }

    ArchRule theClockIsInjected() {
        return noClasses()
                .that()
                .resideInAnyPackage(serviceAndCommon())
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("tests and clock skew need a Clock bean");
    }

    ArchRule packagesHaveNoCircles(String service) {
        return slices().matching(root + "." + service + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    ArchRule namesSayWhatAClassIs() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Dto)")
                .orShould()
                .resideInAnyPackage(
                        "..util..",
                        "..helper..",
                        "..manager..",
                        "..impl..",
                        "..dto..",
                        "..model..",
                        "..base..")
                .because("such a name hides what the class is for");
    }

    ArchRule everyPackageIsNullMarked() {
        return classes()
                .should(
                        new ArchCondition<>("be in a @NullMarked package") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                boolean isMarked =
                                        type.getPackage().isAnnotatedWith(NullMarked.class);
                                events.add(
                                        new SimpleConditionEvent(
                                                type,
                                                isMarked,
                                                type.getPackageName()
                                                        + " has no package-info.java with @NullMarked"));
                            }
                        });
    }

    private String[] serviceAndCommon() {
        return Stream.concat(SERVICES.stream(), Stream.of("service", "protocol"))
                .map(this::everythingIn)
                .toArray(String[]::new);
    }

    private String everythingIn(String name) {
        return root + "." + name + "..";
    }
}
