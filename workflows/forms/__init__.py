"""The form of every kind of step."""

from workflows.forms.assessing import DecideOpenForm, NotifierForm, PreAssessForm, TellFamilyForm
from workflows.forms.base import StepForm
from workflows.forms.beginning import ConsultForm, InformForm, ScreenForm
from workflows.forms.consenting import RecordConsentForm
from workflows.forms.following import AfterForm, CloseForm, FollowUpForm, SettleForm
from workflows.forms.investigating import (
    CommunicateForm,
    ConcludeForm,
    DecideForm,
    InvestigateForm,
    LookAfterForm,
)
from workflows.forms.inviting import AnswerForm, InviteForm
from workflows.forms.lastensuojelu import AssessForm, BeginAssessmentForm, ClientPlanForm, DecideServiceForm
from workflows.forms.mapping import MapForm, ReviewForm
from workflows.forms.meeting import CallMeetingForm, HoldMeetingForm
from workflows.forms.planning import ApproveForm, DraftPlanForm
from workflows.forms.protecting import AcuteForm, OfferMeetingForm, ProtectForm

FORMS: dict[str, type[StepForm]] = {
    form.kind: form
    for form in (
        ConsultForm,
        InformForm,
        RecordConsentForm,
        ScreenForm,
        InviteForm,
        AnswerForm,
        MapForm,
        ReviewForm,
        CallMeetingForm,
        HoldMeetingForm,
        DraftPlanForm,
        ApproveForm,
        FollowUpForm,
        CloseForm,
        SettleForm,
        AfterForm,
        ProtectForm,
        AcuteForm,
        OfferMeetingForm,
        PreAssessForm,
        DecideOpenForm,
        TellFamilyForm,
        NotifierForm,
        InvestigateForm,
        CommunicateForm,
        DecideForm,
        ConcludeForm,
        LookAfterForm,
        BeginAssessmentForm,
        AssessForm,
        DecideServiceForm,
        ClientPlanForm,
    )
}
