package dev.ganglion.auth.devicekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class AnswerBudgetTest {
    private static final int KIB = 1_024;

    private final AnswerBudget budget =
            new AnswerBudget(
                    new DeviceKeyProperties(
                            1, 1, DataSize.ofKilobytes(600), DataSize.ofKilobytes(1_000), 1));

    @Test
    void d10OneAnswerIsNoLargerThanItMayBe() {
        AnswerBudget.Share share = budget.share();
        share.add(600 * KIB);

        assertThatThrownBy(() -> share.add(1))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refusal -> assertThat(refusal.errorCode()).isEqualTo(ErrorCode.TOO_LARGE));
    }

    @Test
    void d10LargeAnswersTogetherAreNoLargerThanTheyMayBe() {
        AnswerBudget.Share first = budget.share();
        AnswerBudget.Share second = budget.share();
        first.add(600 * KIB);

        assertThatThrownBy(() -> second.add(500 * KIB))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refusal ->
                                assertThat(refusal.errorCode())
                                        .isEqualTo(ErrorCode.LIMIT_EXCEEDED));
        first.giveBack();
        budget.share().add(500 * KIB);
    }

    @Test
    void smallAnswersAreNeverRefusedForThoseOfOthers() {
        budget.share().add(600 * KIB);
        budget.share().add(400 * KIB);

        AnswerBudget.Share small = budget.share();
        small.add(128 * KIB);

        assertThat(budget.left()).isZero();
    }

    @Test
    void whatWasTakenIsGivenBackOnceAndNothingTakenAfter() {
        AnswerBudget.Share share = budget.share();
        share.add(300 * KIB);

        share.giveBack();
        share.giveBack();
        share.add(100 * KIB);

        assertThat(budget.left()).isEqualTo(1_000 * KIB);
    }
}
