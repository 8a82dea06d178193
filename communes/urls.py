"""Routes of units and of the registers of this floor; who may reach them stands in bacha/policy/communes.py."""

from django.urls import path

from common.views import register_urls
from communes.views import (
    confirmations,
    equipment,
    equipment_bulk,
    equipment_life,
    follow_ups,
    keys,
    missing,
    network,
    reorganise,
    software,
    software_matrix,
    staff,
    stocktakes,
    trainings,
    units,
)

app_name = "communes"

urlpatterns = [
    path("accounts/keys/", keys.KeysView.as_view(), name="keys"),
    path("accounts/keys/revoke/", keys.KeyRevokeView.as_view(), name="key-revoke"),
    path(
        "units/reorganisations/new/<slug:kind>/", reorganise.ReorganisationNew.as_view(), name="reorganisation-new"
    ),
    path("units/reorganisations/new/", reorganise.ReorganisationKinds.as_view(), name="reorganisation-kinds"),
    *register_urls(
        "units/reorganisations", name="reorganisation", list=reorganise.ReorganisationList,
        detail=reorganise.ReorganisationDetail, undo=reorganise.ReorganisationUndo,
    ),
    *register_urls("units/history", name="timeline", list=units.Timeline),
    *register_urls("units", name="unit", list=units.UnitList, lookup=units.UnitLookup),
    path("units/confirmations/", confirmations.ConfirmationList.as_view(), name="confirmation-list"),
    path("units/confirmations/confirm/", confirmations.Confirm.as_view(), name="confirmation-confirm"),
    path("units/confirmations/withdraw/", confirmations.Withdraw.as_view(), name="confirmation-withdraw"),
    *register_urls(
        "equipment/stock-takes", name="stocktake", list=stocktakes.StockTakeList, create=stocktakes.StockTakeCreate,
        detail=stocktakes.StockTakeDetail, count=stocktakes.StockTakeCount, found=stocktakes.StockTakeFound,
        close=stocktakes.StockTakeClose, reopen=stocktakes.StockTakeReopen, delete=stocktakes.StockTakeDelete,
        paper=stocktakes.StockTakePaper, minutes=stocktakes.StockTakeMinutes, history=stocktakes.StockTakeHistory,
    ),
    path("equipment/together/", equipment_bulk.EquipmentTogether.as_view(), name="equipment-together"),
    path(
        "equipment/<int:pk>/handover/<int:placement>/", equipment_life.EquipmentHandover.as_view(),
        name="equipment-handover",
    ),
    *register_urls(
        "equipment", list=equipment.EquipmentList, create=equipment.EquipmentCreate, detail=equipment.EquipmentDetail,
        edit=equipment.EquipmentEdit, move=equipment.EquipmentMove, condition=equipment.EquipmentCondition,
        fault=equipment_life.EquipmentFault, repair=equipment_life.EquipmentRepair,
        propose=equipment_life.EquipmentPropose, withdraw=equipment_life.EquipmentWithdraw,
        liquidate=equipment_life.EquipmentLiquidate, history=equipment.EquipmentHistory,
    ),
    *register_urls("staff/left", list=staff.StaffLeft),
    path("staff/trainings/people/", trainings.TrainedList.as_view(), name="training-people"),
    *register_urls(
        "staff/trainings", name="training", list=trainings.TrainingList, create=trainings.TrainingCreate
    ),
    *register_urls(
        "staff", list=staff.StaffList, create=staff.StaffCreate, lookup=staff.StaffLookup, detail=staff.StaffDetail,
        edit=staff.StaffEdit, post=staff.StaffPost, skills=staff.StaffSkills, training=staff.StaffTraining,
        leave=staff.StaffLeave, history=staff.StaffHistory,
    ),
    *register_urls("connections/missing", name="connection-missing", list=missing.MissingList),
    *register_urls(
        "connections", name="connection", list=network.ConnectionList, create=network.ConnectionCreate,
        detail=network.ConnectionDetail, edit=network.ConnectionEdit, upgrade=network.ConnectionUpgrade,
        end=network.ConnectionEnd, history=network.ConnectionHistory,
    ),
    *register_urls("villages/by-commune", name="village-totals", list=missing.VillageTotals),
    *register_urls(
        "villages", name="village", list=network.VillageList, create=network.VillageCreate,
        detail=network.VillageDetail, edit=network.VillageEdit, count=network.VillageNewCount,
        history=network.VillageHistory,
    ),
    *register_urls(
        "software/uses", name="software-use", list=software.UseList, create=software.UseCreate,
        detail=software.UseDetail, change=software.UseChange, end=software.UseEnd, history=software.UseHistory,
    ),
    path("software/matrix/", software_matrix.SoftwareMatrix.as_view(), name="software-matrix"),
    *register_urls(
        "software", list=software.SoftwareList, create=software.SoftwareCreate, detail=software.SoftwareDetail,
        edit=software.SoftwareEdit, lead=software.SoftwareSetLead, history=software.SoftwareHistory,
        ask=follow_ups.SoftwareAsk,
    ),
    *register_urls(
        "follow-ups", name="follow-up", list=follow_ups.FollowUpList, create=follow_ups.FollowUpCreate,
        detail=follow_ups.FollowUpDetail, answer=follow_ups.FollowUpAnswer, deadline=follow_ups.FollowUpDeadline,
        close=follow_ups.FollowUpClose, reopen=follow_ups.FollowUpReopen, history=follow_ups.FollowUpHistory,
        letter=follow_ups.FollowUpLetter,
    ),
]  # fmt: skip
